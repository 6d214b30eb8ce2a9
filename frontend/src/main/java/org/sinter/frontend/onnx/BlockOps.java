package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/** Blocks of an image to channels and back. */
final class BlockOps {
  private BlockOps() {}

  static void register(Registry r) {
    r.add("DepthToSpace", BlockOps::depthToSpace);
    r.add("SpaceToDepth", BlockOps::spaceToDepth);
  }

  private static Value depthToSpace(Call c) {
    long s = c.integer("blocksize", 1);
    TensorType t = c.type(0);
    Dim channels = t.dim(1).floorDiv(Dim.of(s * s));
    boolean depthFirst = c.text("mode", "DCR").equals("DCR");
    Dim block = Dim.of(s);
    List<Dim> split =
        depthFirst
            ? List.of(t.dim(0), block, block, channels, t.dim(2), t.dim(3))
            : List.of(t.dim(0), channels, block, block, t.dim(2), t.dim(3));
    List<Integer> perm = depthFirst ? List.of(0, 3, 4, 1, 5, 2) : List.of(0, 1, 4, 2, 5, 3);
    Value moved = c.f().transpose(c.f().reshape(c.in(0), split), perm);
    return c.f().reshape(moved, List.of(t.dim(0), channels, t.dim(2).times(s), t.dim(3).times(s)));
  }

  private static Value spaceToDepth(Call c) {
    long s = c.integer("blocksize", 1);
    TensorType t = c.type(0);
    Dim block = Dim.of(s);
    Dim height = t.dim(2).floorDiv(block);
    Dim width = t.dim(3).floorDiv(block);
    Value split = c.f().reshape(c.in(0), List.of(t.dim(0), t.dim(1), height, block, width, block));
    Value moved = c.f().transpose(split, List.of(0, 3, 5, 1, 2, 4));
    return c.f().reshape(moved, List.of(t.dim(0), t.dim(1).times(s * s), height, width));
  }
}
