package dev.fanfare.config;

import io.vertx.core.json.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An object of the file that becomes a record. Its keys are in the order of the record's
 * components; the name of one may hold a dot, then it lies in an object of its own.
 */
record Section(Class<?> type, Map<String, Node> keys, boolean optional) implements Node {

  @Override
  public Found read(@Nullable Object json, Place at) {
    if (json == null && optional && !inEnvironment(at)) {
      at.byDefault();
      return new Found(null, null);
    }
    int problems = at.problems().size();
    Map<String, Object> given = new HashMap<>();
    if (json != null) collect(json, "", at, given);
    List<@Nullable Object> values = new ArrayList<>();
    JsonObject shown = new JsonObject();
    keys.forEach(
        (name, node) -> {
          Found found = node.read(given.get(name), at.key(name));
          values.add(found.value());
          put(shown, name, found.shown());
        });
    if (at.problems().size() > problems) return new Found(null, shown);
    Object made = make(values);
    Pairs.check(made, at);
    return new Found(made, shown);
  }

  private boolean inEnvironment(Place at) {
    return keys.keySet().stream().anyMatch(name -> at.key(name).fromEnvironment() != null);
  }

  /** Takes what the object says about our keys, also those in objects within it. */
  private void collect(Object json, String prefix, Place at, Map<String, Object> given) {
    Collection<String> names = namesAfter(prefix);
    if (!(json instanceof JsonObject object)) {
      String what = at.show(json) + " is " + Shown.type(json);
      at.refuse(what + "; expected an object with " + String.join(", ", names));
      return;
    }
    for (String name : object.fieldNames()) {
      Object value = object.getValue(name);
      if (!names.contains(name)) at.key(name).refuse("is unknown; " + meant(name, names));
      else if (keys.containsKey(prefix + name)) given.put(prefix + name, value);
      else if (value != null) collect(value, prefix + name + ".", at.key(name), given);
    }
  }

  private Collection<String> namesAfter(String prefix) {
    Collection<String> names = new TreeSet<>();
    for (String key : keys.keySet())
      if (key.startsWith(prefix)) names.add(key.substring(prefix.length()).split("\\.", 2)[0]);
    return names;
  }

  private static String meant(String name, Collection<String> names) {
    return Similar.to(name, names)
        .map(near -> "did you mean \"" + near + "\"?")
        .orElse("known here are " + String.join(", ", names));
  }

  private static void put(JsonObject into, String name, @Nullable Object json) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      into.put(name, json);
      return;
    }
    String group = name.substring(0, dot);
    if (!into.containsKey(group)) into.put(group, new JsonObject());
    put(into.getJsonObject(group), name.substring(dot + 1), json);
  }

  private Object make(List<@Nullable Object> values) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made of " + values, e);
    }
  }

  @Override
  public void list(String path, Consumer<Line> lines) {
    keys.forEach((name, node) -> node.list(path.isEmpty() ? name : path + "." + name, lines));
  }
}
