package dev.fanfare.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A template, or where it is a {@link Look} the name of a format.
 *
 * @param known the placeholders that it may hold
 * @param orName whether the name of a format will do
 */
record TemplateKind(Set<Placeholder> known, boolean orName) implements Kind {

  @Override
  public @Nullable Object read(Object json, Place at) {
    if (orName && json instanceof String text && !Template.hasHoles(text)) {
      String name = Form.FORMAT.read(text);
      return name == null ? refuse(json, at) : Look.named(name);
    }
    if (!(json instanceof String || json instanceof JsonObject || json instanceof JsonArray))
      return refuse(json, at);
    int problems = at.problems().size();
    Template.check(json, known, at::refuse);
    if (at.problems().size() > problems) return null;
    Template template = new Template(json);
    return orName ? new Look(null, template) : template;
  }

  @Override
  public String wants() {
    String template = "a text or a JSON value with placeholders, " + Template.list(known);
    return orName ? Form.FORMAT.wants + "; or " + template : template;
  }
}
