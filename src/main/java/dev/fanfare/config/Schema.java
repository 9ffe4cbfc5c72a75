package dev.fanfare.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Makes the schema out of records whose components bear a {@link Key}. */
final class Schema {

  private Schema() {}

  static Section of(Class<?> type) {
    return section(type, false);
  }

  private static Section section(Class<?> type, boolean optional) {
    Map<String, Node> keys = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Key key = component.getAnnotation(Key.class);
      if (key == null) throw new IllegalArgumentException(component + " has no @Key");
      keys.put(name(component, key), node(component.getGenericType(), key));
    }
    return new Section(type, Collections.unmodifiableMap(keys), optional);
  }

  private static Node node(Type type, Key key) {
    if (isSection(type)) return section((Class<?>) type, key.optional());
    if (type instanceof ParameterizedType many) {
      Type[] arguments = many.getActualTypeArguments();
      Type last = arguments[arguments.length - 1];
      if (many.getRawType() == Map.class) return new Table(section((Class<?>) last, false), key);
      if (isSection(last)) return new Rows(section((Class<?>) last, false), key);
    }
    return new Leaf(Kind.of(type, key), key);
  }

  private static boolean isSection(Type type) {
    return type instanceof Class<?> c
        && c.isRecord()
        && c.getRecordComponents()[0].isAnnotationPresent(Key.class);
  }

  /** {@code messageBytes} is {@code message-bytes} in the file. */
  private static String name(RecordComponent component, Key key) {
    if (!key.at().isEmpty()) return key.at();
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
