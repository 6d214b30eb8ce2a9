package org.sinter.frontend.onnx.proto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.sinter.frontend.file.FileSlice;
import org.sinter.frontend.tensor.Sizes;

/** Reads {@code TensorProto}: the fields first, their agreement when all are known. */
final class TensorReader {
  private static final int MAX_RANK = 64;

  private final Wire in;
  private final LongStream.Builder dims = LongStream.builder();
  private final LongStream.Builder numbers = LongStream.builder();
  private final List<String> strings = new ArrayList<>(0);
  private final Map<String, String> external = new LinkedHashMap<>();
  private OnnxElement element = OnnxElement.UNDEFINED;
  private FileSlice slice;
  private int dataField;
  private boolean isExternal;
  private String name = "";

  TensorReader(Wire in) {
    this.in = in;
  }

  OnnxTensor read(String label) {
    in.enter(label);
    OnnxTensor tensor = read();
    in.leave();
    return tensor;
  }

  /** Reads up to the end of the open message. */
  OnnxTensor read() {
    while (in.next()) {
      field();
    }
    return finish();
  }

  private void field() {
    switch (in.field()) {
      case 1 -> in.varints(dims::add);
      case 2 -> element = TypeReader.element(in);
      case 3 -> throw in.fail("a tensor in segments is not supported");
      case 8 -> name = in.string();
      case 9 -> stored();
      case 13 -> Entries.read(in, "external_data", external);
      case 14 -> isExternal = location(in.varint());
      default -> typed();
    }
  }

  private void typed() {
    switch (in.field()) {
      case 4, 10 -> fixed();
      case 5, 7, 11 -> {
        data();
        in.varints(numbers::add);
      }
      case 6 -> {
        data();
        strings.add(in.bytes());
      }
      default -> in.skip();
    }
  }

  /** Packed floats lie in the file as they lie in memory, so they are a slice too. */
  private void fixed() {
    if (in.delimited()) {
      stored();
    } else {
      data();
      in.charge(24);
      numbers.add(in.field() == 4 ? in.fixed32() : in.fixed64());
    }
  }

  private void stored() {
    data();
    if (slice != null) {
      throw in.fail("tensor '" + name + "' has its data in several pieces");
    }
    slice = in.slice();
  }

  private void data() {
    if (dataField != 0 && dataField != in.field()) {
      throw in.fail("tensor '" + name + "' has data in fields " + dataField + " and " + in.field());
    }
    dataField = in.field();
  }

  private boolean location(long code) {
    if (code != 0 && code != 1) {
      throw in.fail("unknown data_location " + code);
    }
    return code == 1;
  }

  private OnnxTensor finish() {
    long[] sizes = dims.build().toArray();
    long count = count(sizes);
    if (element == OnnxElement.UNDEFINED) {
      throw in.fail("tensor '" + name + "' has no element type");
    }
    List<Long> list = LongStream.of(sizes).boxed().toList();
    return new OnnxTensor(name, element, list, data(count));
  }

  private long count(long[] sizes) {
    if (sizes.length > MAX_RANK) {
      throw in.fail("tensor '" + name + "' has rank " + sizes.length + ", over " + MAX_RANK);
    }
    return Sizes.count(sizes)
        .orElseThrow(
            () ->
                in.fail(
                    "tensor '" + name + "' has the impossible shape " + Arrays.toString(sizes)));
  }

  private OnnxData data(long count) {
    long[] values = numbers.build().toArray();
    TensorFields fields = new TensorFields(in, name, element, count);
    if (isExternal) {
      return fields.external(external);
    }
    if (slice == null) {
      return dataField == 6 ? fields.strings(strings) : fields.numbers(dataField, values);
    }
    if (values.length > 0) {
      throw in.fail("tensor '" + name + "' has its data in several pieces");
    }
    return fields.stored(dataField, slice);
  }
}
