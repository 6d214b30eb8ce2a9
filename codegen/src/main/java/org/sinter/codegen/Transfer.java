package org.sinter.codegen;

import org.sinter.codegen.target.CpuLevel;

/**
 * Loads and stores of the elements of an {@link Access}, in their form in memory.
 *
 * @param lanes of the vector loop around, or 1
 * @param mask the active lanes, at least one of them; null: all
 */
record Transfer(Body body, CpuLevel level, Access access, int lanes, Operand mask) {
  Operand load() {
    MemoryForm form = new MemoryForm(body, level, access.storage().type());
    return form.toRegister(
        switch (access.kind()) {
          case UNIFORM -> element(access.offset());
          case CONTIGUOUS -> neighbours();
          case STRIDED, SCATTERED -> gathered();
        });
  }

  void store(Operand value) {
    Operand raw = new MemoryForm(body, level, access.storage().type()).toMemory(value);
    switch (access.kind()) {
      case UNIFORM -> storeElement(raw);
      case CONTIGUOUS -> storeNeighbours(body.spread(raw, lanes));
      default -> scatter(body.spread(raw, lanes));
    }
  }

  private String memory() {
    return Operand.memory(access.storage().type());
  }

  private String alignment() {
    return "align " + access.storage().type().bytes();
  }

  private Operand element(Operand offset) {
    String address = access.storage().address(body, offset).text();
    return body.assign(
        memory(), 1, "load %s, ptr %s, %s".formatted(memory(), address, alignment()));
  }

  private Operand neighbours() {
    String vector = Operand.vector(memory(), lanes);
    Operand address = access.storage().address(body, access.offset());
    if (mask == null) {
      return body.assign(
          memory(), lanes, "load %s, ptr %s, %s".formatted(vector, address.text(), alignment()));
    }
    Operand shape = new Operand(memory(), lanes, "zeroinitializer");
    return body.assign(
        memory(),
        lanes,
        "call %s @llvm.masked.load.%s.p0(%s, i32 %d, %s, %s)"
            .formatted(
                vector,
                shape.suffix(),
                address.typed(),
                access.storage().type().bytes(),
                mask.typed(),
                shape.typed()));
  }

  /** Inactive lanes read the buffer's first element: there is one, as some lane is active. */
  private Operand gathered() {
    Operand result = new Operand(memory(), lanes, "poison");
    for (int lane = 0; lane < lanes; lane++) {
      Operand offset = offset(lane);
      if (mask != null) {
        offset = body.select(body.lane(mask, lane), offset, Operand.ZERO);
      }
      result = Lanewise.insert(body, result, element(offset), lane);
    }
    return result;
  }

  private Operand offset(int lane) {
    if (access.step() == null) {
      return body.lane(access.offset(), lane);
    }
    Operand distance = Index.multiply(body, access.step(), Operand.index(lane));
    return Index.add(body, access.offset(), distance);
  }

  private void storeElement(Operand raw) {
    if (raw.lanes() > 1) {
      throw new IllegalStateException(
          "a vector loop stores different values to one element of " + access.storage());
    }
    Operand address = access.storage().address(body, access.offset());
    body.line("store " + raw.typed() + ", " + address.typed() + ", " + alignment());
  }

  private void storeNeighbours(Operand raw) {
    Operand address = access.storage().address(body, access.offset());
    if (mask == null) {
      body.line("store " + raw.typed() + ", " + address.typed() + ", " + alignment());
    } else {
      body.line(
          "call void @llvm.masked.store.%s.p0(%s, %s, i32 %d, %s)"
              .formatted(
                  raw.suffix(),
                  raw.typed(),
                  address.typed(),
                  access.storage().type().bytes(),
                  mask.typed()));
    }
  }

  private void scatter(Operand raw) {
    for (int lane = 0; lane < lanes; lane++) {
      String stored = body.label("stored");
      if (mask != null) {
        String active = body.label("active");
        body.branch(body.lane(mask, lane), active, stored);
        body.start(active);
      }
      Operand address = access.storage().address(body, offset(lane));
      Operand value = body.lane(raw, lane);
      body.line("store " + value.typed() + ", " + address.typed() + ", " + alignment());
      if (mask != null) {
        body.jump(stored);
        body.start(stored);
      }
    }
  }
}
