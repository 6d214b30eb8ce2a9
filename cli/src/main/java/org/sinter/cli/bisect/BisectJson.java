package org.sinter.cli.bisect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.text.Records;
import org.sinter.passes.Divisible.Unit;

/** A verdict for machines. */
public final class BisectJson {
  private BisectJson() {}

  public static Map<String, Object> of(Verdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("metric", verdict.metric());
    json.put("loss", verdict.loss());
    json.put("passes", verdict.passes().stream().map(BisectJson::pass).toList());
    json.put("worst", verdict.worst() == null ? null : verdict.worst().pass().name());
    json.put("layers", parts(verdict.layers()));
    json.put("weights", parts(verdict.weights()));
    json.put("exceptions", parts(verdict.exceptions()));
    json.put("remaining", Double.isNaN(verdict.remaining()) ? null : verdict.remaining());
    json.put("pipeline", verdict.better().stream().map(p -> Records.print((Record) p)).toList());
    return json;
  }

  private static Map<String, Object> pass(PassLoss loss) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", loss.index() + 1);
    json.put("pass", loss.pass().name());
    json.put("loss", loss.loss());
    json.put("added", loss.added());
    return json;
  }

  private static List<Object> parts(List<PartLoss> parts) {
    return List.copyOf(parts.stream().map(BisectJson::part).toList());
  }

  private static Map<String, Object> part(PartLoss part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", part.name());
    json.put("weights", part.units().stream().map(Unit::name).toList());
    json.put("place", part.units().get(0).place());
    json.put("alone", part.alone());
    return json;
  }
}
