package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Measuring;
import org.sinter.ir.op.Procedural;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Reduce;

/**
 * Graph → program: each group of nodes one kernel, equal kernels once, every value a place.
 * Programs for several CPU levels read the same constants.
 */
public final class LowerToKernels {
  private final Schedule schedule;
  private final Tile tile;
  private final Graph graph;
  private final Groups groups;
  private final List<Lowered> calls = new ArrayList<>();
  private final Set<Object> checked = new HashSet<>();
  private final Set<String> measured = new HashSet<>();
  private final Map<Value, Program.Place> places = new HashMap<>();
  private final Map<Constant, Integer> constants;
  private final Packing packing;

  private LowerToKernels(
      Graph graph, Schedule schedule, Packing packing, Map<Constant, Integer> constants) {
    this.schedule = schedule;
    this.constants = constants;
    this.tile = schedule.tile();
    this.graph = graph;
    this.packing = packing;
    this.groups = new Groups(graph, tile);
  }

  /** One program for each tile; constants are the same objects in all of them. */
  public static List<Program> run(Graph graph, List<Tile> tiles) {
    return scheduled(graph, tiles.stream().map(Schedule::of).toList());
  }

  /** One program for each schedule; constants are the same objects in all of them. */
  public static List<Program> scheduled(Graph graph, List<Schedule> schedules) {
    Graph expanded = PackNibbles.run(StageReductions.run(ExpandForKernels.run(graph)));
    Packing packing = new Packing();
    Map<Constant, Integer> constants = new LinkedHashMap<>();
    List<LowerToKernels> all =
        schedules.stream().map(s -> new LowerToKernels(expanded, s, packing, constants)).toList();
    all.forEach(LowerToKernels::lower);
    return all.stream().map(LowerToKernels::program).toList();
  }

  private void lower() {
    requireMeasured();
    for (Group group : groups.all()) {
      addOffsets(group.anchor());
      add(kernel(group).with(new Effort(groups, packing).of(group)));
      if (group.anchor() != null && group.anchor().op() instanceof Measuring op) {
        addDemands(op);
      }
    }
    placeOutputs();
    for (int i = 0; i < graph.params().size(); i++) {
      places.put(graph.params().get(i), new Program.Input(i));
    }
    for (Lowered call : calls) {
      call.values().forEach(this::placeConstant);
    }
  }

  private Program program() {
    PlanMemory plan = new PlanMemory(calls, places.keySet(), graph.symbols());
    List<Program.Output> outputs = new ArrayList<>();
    for (int i = 0; i < graph.results().size(); i++) {
      outputs.add(new Program.Output(graph.resultNames().get(i), graph.results().get(i).type()));
    }
    Map<List<Object>, Kernel> kernels = new LinkedHashMap<>();
    List<Program.Call> programCalls = calls.stream().map(c -> call(c, plan, kernels)).toList();
    return new Program(
        graph.name(),
        graph.params(),
        outputs,
        List.copyOf(constants.keySet()),
        List.copyOf(kernels.values()),
        programCalls,
        plan.total(),
        graph.symbols());
  }

  private Lowered kernel(Group group) {
    Node anchor = group.anchor();
    if (anchor == null) {
      return new MapKernel(groups, tile).lower(group.root());
    }
    if (anchor.op() instanceof Procedural op) {
      return Lowered.of(anchor, op.body(Inliner.types(anchor)));
    }
    if (anchor.op() instanceof MatMul) {
      return new Product(groups, schedule.product(product(anchor)), group, packing).lower();
    }
    if (anchor.op() instanceof Reduce) {
      return new Reduction(groups, tile, group).lower();
    }
    return anchor.op() instanceof Attention || anchor.op() instanceof RaggedAttention
        ? new Attend(groups, tile, group).lower()
        : new RowKernel(groups, tile, group).lower();
  }

  /** The part of a product's weight that its kernel reads; 1: all of it, which is faster. */
  public static double partRead(Constant weight) {
    Strips strips = Strips.of(weight, Product.WIDTH, 1);
    return strips == null ? 1 : (double) strips.elements() / weight.type().size().value();
  }

  /** What a tuning record calls a product: how its weights are kept, and their size. */
  public static Tuning.Product product(Node matMul) {
    FourBitWeight fourBit = FourBitWeight.of(matMul);
    Value weights = fourBit != null ? fourBit.codes() : NarrowProduct.stored(matMul.input(1));
    Dim k = matMul.input(1).type().dim(-2);
    Dim n = matMul.input(1).type().dim(-1);
    return new Tuning.Product(
        weights.type().dtype(), k.isConstant() ? k.value() : 0, n.isConstant() ? n.value() : 0);
  }

  /** Where texts begin is checked before attention reads there. */
  private void addOffsets(Node node) {
    if (node != null && node.op() instanceof RaggedAttention op) {
      Value offsets = node.input(RaggedAttention.OFFSETS);
      if (checked.add(List.of(offsets, node.input(0).type().dim(0), op.longest()))) {
        add(new CheckKernel(groups).offsets(node, op));
      }
    }
  }

  private void add(Lowered lowered) {
    for (Inliner.Check check : lowered.checks()) {
      if (checked.add(List.of(check.index(), check.component(), check.size()))) {
        add(new CheckKernel(groups).lower(check));
      }
    }
    calls.add(lowered);
  }

  /** A measured symbol is used after the node that measures it. */
  private void requireMeasured() {
    Set<String> known = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Measuring op) {
        known.add(op.symbol());
      }
      List<Dim> dims = new ArrayList<>(node.op() instanceof Dims op ? op.values() : List.of());
      node.results().forEach(r -> dims.addAll(r.type().dims()));
      for (Dim dim : dims) {
        Set<String> missing = new HashSet<>(dim.symbols());
        missing.retainAll(graph.symbols().measured().keySet());
        missing.removeAll(known);
        if (!missing.isEmpty()) {
          throw new IllegalArgumentException(
              "node "
                  + node.origin()
                  + " ("
                  + node.op()
                  + ") needs the size "
                  + missing
                  + " before it is measured: an unused result of the op that measures it is no result here");
        }
      }
    }
  }

  /** What a call must fulfil is checked as soon as its measured symbols are known. */
  private void addDemands(Measuring op) {
    measured.add(op.symbol());
    for (Symbols.Constraint demand : graph.symbols().constraints()) {
      Set<String> needed = new HashSet<>(demand.a().symbols());
      needed.addAll(demand.b().symbols());
      needed.retainAll(graph.symbols().measured().keySet());
      if (needed.contains(op.symbol()) && measured.containsAll(needed)) {
        calls.add(CheckKernel.demand(demand));
      }
    }
  }

  /** A result lies at the caller's where that is possible; otherwise it is copied there. */
  private void placeOutputs() {
    for (int i = 0; i < graph.results().size(); i++) {
      Value value = graph.results().get(i);
      Value home = Groups.home(value);
      if (home instanceof Node.Result && !places.containsKey(home)) {
        places.put(home, new Program.Result(i));
      } else {
        Param target = new Param(graph.resultNames().get(i), value.type());
        places.put(target, new Program.Result(i));
        calls.add(new MapKernel(groups, tile).copy(value, target));
      }
    }
  }

  private void placeConstant(Value value) {
    if (Groups.home(value) instanceof Constant c) {
      int index = constants.computeIfAbsent(c, k -> constants.size());
      places.put(c, new Program.Weight(index));
    }
  }

  private Program.Call call(Lowered call, PlanMemory plan, Map<List<Object>, Kernel> kernels) {
    Kernel kernel = call.kernel();
    Kernel shared =
        kernels.computeIfAbsent(
            List.of(kernel.buffers(), kernel.outputs(), kernel.body()),
            key -> {
              String name = kernel.name() + "-" + kernels.size();
              return new Kernel(name, kernel.buffers(), kernel.outputs(), kernel.body());
            });
    List<Program.Place> at = new ArrayList<>();
    for (Value value : call.values()) {
      Value home = Groups.home(value);
      Program.Place place = places.get(home);
      at.add(place != null ? place : new Program.Arena(plan.offset(home)));
    }
    return new Program.Call(shared.name(), at, Map.of(), call.work());
  }
}
