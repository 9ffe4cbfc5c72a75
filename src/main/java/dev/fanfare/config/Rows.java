package dev.fanfare.config;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A list of sections, empty by default. A variable holds the list as JSON, instead of the file. */
record Rows(Section each, Key key) implements Node {

  @Override
  public Found read(@Nullable Object json, Place at) {
    String variable = at.fromEnvironment();
    if (variable != null) {
      Object parsed = Shown.parse(variable, at.asVariable());
      if (parsed != null) return rows(parsed, at.asVariable());
    }
    if (json != null) return rows(json, at);
    at.byDefault();
    return new Found(List.of(), new JsonArray());
  }

  private Found rows(Object json, Place at) {
    at.given();
    if (!(json instanceof JsonArray array)) {
      at.refuse(at.show(json) + " is " + Shown.type(json) + "; expected a list of objects");
      return new Found(null, null);
    }
    List<Object> values = new ArrayList<>();
    JsonArray shown = new JsonArray();
    for (int i = 0; i < array.size(); i++) {
      Object row = array.getValue(i);
      // Read as if it were empty, a null would complain about each key that it lacks.
      if (row == null) {
        at.row(i).refuse("null is no value; expected an object");
        continue;
      }
      Found found = each.read(row, at.row(i));
      if (found.value() != null) values.add(found.value());
      shown.add(found.shown());
    }
    return new Found(values, shown);
  }

  @Override
  public void list(String path, Consumer<Line> lines) {
    lines.accept(new Line(path, "[]", "a list of objects", key.doc()));
    each.list(path + "[]", lines);
  }
}
