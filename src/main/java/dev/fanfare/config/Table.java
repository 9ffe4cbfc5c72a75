package dev.fanfare.config;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map of sections under names that are free. What is given comes on top of the entries that are
 * there from the start; null removes one. A variable holds the map as JSON, and its entries replace
 * those of the file.
 */
record Table(Section each, Key key) implements Node {

  @Override
  public Found read(@Nullable Object json, Place at) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (String name : standardNames()) entries.put(name, new Entry(new JsonObject(), at));
    if (json == null) at.byDefault();
    else overlay(json, at, entries);
    String variable = at.fromEnvironment();
    Place there = at.asVariable();
    Object parsed = variable == null ? null : Shown.parse(variable, there);
    if (parsed != null) overlay(parsed, there, entries);

    Map<String, Object> values = new LinkedHashMap<>();
    JsonObject shown = new JsonObject();
    entries.forEach(
        (name, entry) -> {
          Found found = each.read(entry.json, entry.table.entry(name));
          if (found.value() != null) values.put(name, found.value());
          shown.put(name, found.shown());
        });
    return new Found(Collections.unmodifiableMap(values), shown);
  }

  private void overlay(Object json, Place at, Map<String, Entry> entries) {
    at.given();
    if (!(json instanceof JsonObject object)) {
      at.refuse(
          at.show(json) + " is " + Shown.type(json) + "; expected an object, in it " + wants());
      return;
    }
    for (String name : object.fieldNames()) {
      Object value = object.getValue(name);
      String usual = key.form().read(name);
      if (usual == null) at.entry(name).refuse("the name does not fit; expected " + wants());
      else if (value == null) entries.remove(usual);
      else entries.put(usual, new Entry(value, at));
    }
  }

  private List<String> standardNames() {
    return key.is().isEmpty() ? List.of() : List.of(key.is().split(",", -1));
  }

  private String wants() {
    return key.form().wants;
  }

  @Override
  public void list(String path, Consumer<Line> lines) {
    JsonObject start = new JsonObject();
    for (String name : standardNames()) start.put(name, new JsonObject());
    lines.accept(new Line(path, start.encode(), "an object; in it, " + wants(), key.doc()));
    each.list(path + ".*", lines);
  }

  /** What was said about one name, and whether by the file or a variable. */
  private record Entry(Object json, Place table) {}
}
