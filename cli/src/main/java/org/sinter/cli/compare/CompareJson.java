package org.sinter.cli.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.cli.measure.Blocks;

/** A comparison as JSON. */
public final class CompareJson {
  private static final int FORMAT = 1;

  private CompareJson() {}

  /** Maps, lists, numbers and text. */
  public static Map<String, Object> of(Findings findings) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("model", findings.model());
    root.put("sinter", findings.sinter());
    root.put("machine", findings.machine());
    root.put("level", findings.level());
    root.put("data", findings.data());
    root.put("method", findings.method());
    List<String> verdicts = Verdict.all(findings);
    Front size = Front.ofSize(findings);
    Front time = Front.ofTime(findings);
    List<Object> candidates = new ArrayList<>();
    for (int i = 0; i < findings.results().size(); i++) {
      Map<String, Object> candidate = candidate(findings, i);
      candidate.put("bestOfSizeAndQuality", !size.points().isEmpty() && size.has(i));
      candidate.put("bestOfTimeAndQuality", !time.points().isEmpty() && time.has(i));
      candidate.put("verdict", verdicts.get(i));
      candidates.add(candidate);
    }
    root.put("candidates", candidates);
    return root;
  }

  private static Map<String, Object> candidate(Findings findings, int index) {
    Findings.Result result = findings.results().get(index);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", result.name());
    object.put("pipeline", result.passes());
    object.put("baseline", index == 0);
    Map<String, Object> size = result.sizes().json();
    size.put("run", result.runBytes());
    size.put("peak", result.peakBytes());
    object.put("bytes", size);
    object.put("compileSeconds", size.remove("compileSeconds"));
    object.put("quality", result.figures().stream().map(Figure::json).toList());
    object.put("speed", findings.cells().stream().map(cell -> cell(cell, index)).toList());
    object.put("overall", ratio(findings.overall(index)));
    return object;
  }

  private static Map<String, Object> cell(Cell cell, int index) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("sample", cell.sample());
    object.put("threads", cell.threads());
    object.put("rounds", cell.ms().get(index).size());
    object.put("p50", cell.p50(index));
    object.put("p99", cell.p99(index));
    object.put("rowsPerSecond", cell.rowsPerSecond(index));
    object.putAll(ratio(cell.ratio(index)));
    return object;
  }

  private static Map<String, Object> ratio(Blocks.Result ratio) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("timesAsFast", ratio.ratio());
    object.put("low", ratio.low());
    object.put("high", ratio.high());
    object.put("significant", Cell.isClear(ratio));
    return object;
  }
}
