package org.sinter.frontend.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.frontend.file.BufferInput;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;
import org.sinter.frontend.file.HeapBudget;
import org.sinter.ir.DType;
import org.sinter.ir.diag.CompileException;

/** Reads {@code {"name": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}}. */
final class SafetensorsHeader {
  private static final int MAX_RANK = 64;
  private static final int ENTRY_COST = 400;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxStringLength(1 << 20).build())
          .build();

  private final FileSlice header;
  private final FileSlice data;
  private final JsonParser json;
  private final HeapBudget budget = HeapBudget.half();
  private final Map<String, Safetensors.Entry> entries = new TreeMap<>();
  private final Map<String, String> metadata = new TreeMap<>();
  private String place = "";

  private SafetensorsHeader(FileSlice header, FileSlice data, JsonParser json) {
    this.header = header;
    this.data = data;
    this.json = json;
  }

  static SafetensorsHeader read(FileSlice header, FileSlice data) {
    try (JsonParser json = FACTORY.createParser(new BufferInput(header.map()))) {
      SafetensorsHeader reader = new SafetensorsHeader(header, data, json);
      reader.read();
      return reader;
    } catch (JsonProcessingException e) {
      String place = "header byte " + e.getLocation().getByteOffset();
      throw Failure.at(header.file(), place, "damaged header: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw Failure.at(header.file(), "", "damaged header", e);
    }
  }

  Map<String, Safetensors.Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  private void read() throws IOException {
    expect(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      place = name;
      if (!budget.take(ENTRY_COST + 2L * name.length())) {
        throw fail("the header needs more than " + budget.limit() + " bytes of heap");
      }
      if (name.equals("__metadata__")) {
        readMetadata();
      } else if (entries.put(name, entry(name)) != null) {
        throw fail("a second tensor of this name");
      }
    }
    if (json.nextToken() != null) {
      throw fail("text after the header's end");
    }
  }

  private void readMetadata() throws IOException {
    expect(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      expect(JsonToken.VALUE_STRING);
      String value = json.getText();
      if (!budget.take(ENTRY_COST + 2L * (key.length() + value.length()))) {
        throw fail("the metadata need more than " + budget.limit() + " bytes of heap");
      }
      metadata.put(key, value);
    }
  }

  private Safetensors.Entry entry(String name) throws IOException {
    Map<String, List<Long>> lists = new LinkedHashMap<>();
    DType type = null;
    expect(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.currentName()) {
        case "dtype" -> type = type();
        case "shape", "data_offsets" -> lists.put(json.currentName(), list());
        default -> throw fail("unknown key '" + json.currentName() + "'");
      }
    }
    if (type == null || lists.size() != 2) {
      throw fail("dtype, shape and data_offsets are needed");
    }
    return entry(name, type, lists.get("shape"), lists.get("data_offsets"));
  }

  private Safetensors.Entry entry(String name, DType type, List<Long> shape, List<Long> offsets) {
    long[] dims = shape.stream().mapToLong(Long::longValue).toArray();
    long size = Sizes.count(dims).orElseThrow(() -> fail("impossible shape " + shape));
    if (offsets.size() != 2) {
      throw fail("data_offsets " + offsets + " are not a begin and an end");
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (begin < 0 || end < begin || end > data.length()) {
      throw fail("data_offsets " + offsets + " leave the file's " + data.length() + " bytes");
    }
    if ((end - begin) * 8 != size * type.bits()) {
      throw fail(end - begin + " bytes of data for " + type + shape);
    }
    return new Safetensors.Entry(name, type, shape, data.part(begin, end - begin));
  }

  private DType type() throws IOException {
    expect(JsonToken.VALUE_STRING);
    DType type = SafetensorsType.parse(json.getText());
    if (type == null) {
      throw fail("dtype '" + json.getText() + "' is not supported");
    }
    return type;
  }

  private List<Long> list() throws IOException {
    List<Long> numbers = new ArrayList<>();
    expect(JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || numbers.size() == MAX_RANK) {
        throw fail("'" + json.getText() + "' where a whole number or the list's end belongs");
      }
      numbers.add(json.getLongValue());
    }
    return List.copyOf(numbers);
  }

  private void expect(JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw fail("expected " + token + ", found " + json.currentToken());
    }
  }

  private CompileException fail(String reason) {
    String at = "header byte " + json.currentLocation().getByteOffset();
    return Failure.at(header.file(), place.isEmpty() ? at : at + ", " + place, reason);
  }
}
