package org.sinter.codegen.math;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Calls a scalar function for single lanes of a vector, in a loop that is rarely entered. */
final class Lanes {
  private Lanes() {}

  /** In lanes where {@code condition} holds, the fields of {@code function(x)}, else the given. */
  static List<Value> whereAny(
      Code c, Value condition, String function, Value x, List<Value> otherwise) {
    int id = c.label();
    c.line("  br label %start" + id + "\nstart" + id + ":");
    String any = condition.text();
    if (c.lanes() > 1) {
      String name = "llvm.vector.reduce.or." + Element.I1.suffix(c.lanes());
      any = c.emit(Element.I1, "call i1 @" + name + "(" + c.typed(condition) + ")").text();
    }
    c.line("  br i1 " + any + ", label %slow" + id + ", label %join" + id + "\nslow" + id + ":");
    List<Value> slow = each(c, function, List.of(x), otherwise.stream().map(Value::type).toList());
    List<Value> chosen = new ArrayList<>();
    for (int i = 0; i < slow.size(); i++) {
      chosen.add(c.select(condition, slow.get(i), otherwise.get(i)));
    }
    c.line("  br label %last" + id + "\nlast" + id + ":");
    c.line("  br label %join" + id + "\njoin" + id + ":");
    List<Value> joined = new ArrayList<>();
    for (int i = 0; i < slow.size(); i++) {
      joined.add(
          c.emit(
              chosen.get(i).type(),
              "phi "
                  + c.type(chosen.get(i))
                  + " [ "
                  + otherwise.get(i).text()
                  + ", %start"
                  + id
                  + " ], [ "
                  + chosen.get(i).text()
                  + ", %last"
                  + id
                  + " ]"));
    }
    return joined;
  }

  /** The fields of {@code function(arguments)} for every lane. */
  static List<Value> each(Code c, String function, List<Value> arguments, List<Element> results) {
    return c.lanes() == 1
        ? fields(c, function, arguments.stream().map(c::typed).toList(), results)
        : loop(c, function, arguments, results);
  }

  private static List<Value> fields(
      Code c, String function, List<String> arguments, List<Element> results) {
    String types = results.stream().map(e -> e.type(1)).collect(Collectors.joining(", "));
    String type = "{ " + types + " }";
    Value call =
        c.emit(
            Element.I1,
            "call " + type + " @" + function + "(" + String.join(", ", arguments) + ")");
    List<Value> fields = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      fields.add(c.emit(results.get(i), "extractvalue " + type + " " + call.text() + ", " + i));
    }
    return fields;
  }

  private static List<Value> loop(
      Code c, String function, List<Value> arguments, List<Element> results) {
    int id = c.label();
    c.line("  br label %before" + id + "\nbefore" + id + ":");
    c.line("  br label %loop" + id + "\nloop" + id + ":");
    String from = "%before" + id;
    String back = "%loop" + id;
    c.line("  %lane" + id + " = phi i32 [ 0, " + from + " ], [ %next" + id + ", " + back + " ]");
    for (int i = 0; i < results.size(); i++) {
      c.line(
          "  %old"
              + id
              + "_"
              + i
              + " = phi "
              + results.get(i).type(c.lanes())
              + " [ zeroinitializer, "
              + from
              + " ], [ %new"
              + id
              + "_"
              + i
              + ", "
              + back
              + " ]");
    }
    List<String> scalars = new ArrayList<>();
    for (Value argument : arguments) {
      Value scalar =
          c.emit(argument.type(), "extractelement " + c.typed(argument) + ", i32 %lane" + id);
      scalars.add(argument.type().type(1) + " " + scalar.text());
    }
    List<Value> fields = fields(c, function, scalars, results);
    List<Value> last = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Element type = results.get(i);
      c.line(
          "  %new"
              + id
              + "_"
              + i
              + " = insertelement "
              + type.type(c.lanes())
              + " %old"
              + id
              + "_"
              + i
              + ", "
              + type.type(1)
              + " "
              + fields.get(i).text()
              + ", i32 %lane"
              + id);
      last.add(new Value("%new" + id + "_" + i, type));
    }
    c.line("  %next" + id + " = add i32 %lane" + id + ", 1");
    c.line("  %more" + id + " = icmp ult i32 %next" + id + ", " + c.lanes());
    c.line("  br i1 %more" + id + ", label " + back + ", label %after" + id + "\nafter" + id + ":");
    return last;
  }
}
