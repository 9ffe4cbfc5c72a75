package dev.fanfare.config;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A key with a single value, or a list of them: from the environment, the file or the default. */
record Leaf(Kind kind, Key key) implements Node {

  @Override
  public Found read(@Nullable Object json, Place where) {
    Place at = key.secret() ? where.asSecret() : where;
    String variable = at.fromEnvironment();
    if (variable != null) return given(kind.json(variable.strip()), at.asVariable());
    return json != null ? given(json, at) : missing(at);
  }

  private Found given(Object json, Place at) {
    at.given();
    return found(json, at);
  }

  private Found missing(Place at) {
    at.byDefault();
    if (!key.is().equals(Key.NOTHING)) return found(kind.json(key.is()), at);
    if (!key.optional()) at.refuse("is missing; expected " + kind.wants());
    return new Found(null, null);
  }

  private Found found(Object json, Place at) {
    return new Found(kind.read(json, at), key.secret() ? "***" : json);
  }

  @Override
  public void list(String path, Consumer<Line> lines) {
    boolean none = key.is().equals(Key.NOTHING);
    String standard = none ? null : Shown.whole(kind.json(key.is()));
    lines.accept(new Line(path, standard, kind.wants(), key.doc()));
  }
}
