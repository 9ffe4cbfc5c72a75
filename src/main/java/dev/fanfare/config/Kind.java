package dev.fanfare.config;

import io.vertx.core.json.JsonArray;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One kind of value: how it is read from JSON, and what the text of a variable is as JSON. */
sealed interface Kind
    permits Kind.Flag,
        Kind.Text,
        Kind.Choice,
        Kind.Network,
        Kind.Many,
        Quantity,
        ShareKind,
        TemplateKind {

  /** The value; null, and refused at the place, when it is not of this kind. */
  @Nullable Object read(Object json, Place at);

  /** What a file would say for the text of a variable. */
  default Object json(String text) {
    return text;
  }

  /** What would be right, for somebody who got it wrong. */
  String wants();

  default @Nullable Object refuse(Object json, Place at) {
    String what = json instanceof String ? "does not fit" : "is " + Shown.type(json);
    at.refuse(at.show(json) + " " + what + "; expected " + wants());
    return null;
  }

  static Kind of(Type type, Key key) {
    if (type instanceof ParameterizedType many)
      return new Many(
          of(many.getActualTypeArguments()[0], key), many.getRawType() == Set.class, key.lone());
    if (type == String.class) return new Text(key.form());
    if (type == boolean.class) return new Flag();
    if (type == Cidr.class) return new Network();
    if (type == Look.class) return new TemplateKind(Placeholder.OF_MESSAGES, true);
    if (type == Template.class) return new TemplateKind(Placeholder.OF_PEOPLE, false);
    if (type instanceof Class<?> c && c.isEnum()) return new Choice(c);
    if (type == Share.class) return ShareKind.of(key.range());
    if (type == Duration.class) return Quantity.of(Unit.TIME, key.range(), Duration::ofMillis);
    if (type == long.class || type == Long.class)
      return Quantity.of(key.unit(), key.range(), amount -> amount);
    if (type == int.class || type == Integer.class)
      return Quantity.of(key.unit(), key.range(), Math::toIntExact);
    throw new IllegalArgumentException("no kind for " + type);
  }

  /** True or false. */
  record Flag() implements Kind {
    @Override
    public @Nullable Object read(Object json, Place at) {
      return json instanceof Boolean ? json : refuse(json, at);
    }

    @Override
    public Object json(String text) {
      if (text.equalsIgnoreCase("true")) return true;
      return text.equalsIgnoreCase("false") ? false : text;
    }

    @Override
    public String wants() {
      return "true or false";
    }
  }

  /** A text of one form. */
  record Text(Form form) implements Kind {
    @Override
    public @Nullable Object read(Object json, Place at) {
      String usual = json instanceof String text ? form.read(text) : null;
      return usual == null ? refuse(json, at) : usual;
    }

    @Override
    public String wants() {
      return form.wants;
    }
  }

  /** One of a few words. */
  record Choice(Class<?> type) implements Kind {
    @Override
    public @Nullable Object read(Object json, Place at) {
      for (Object constant : type.getEnumConstants())
        if (word(constant).equals(json)) return constant;
      return refuse(json, at);
    }

    @Override
    public String wants() {
      return Shown.oneOf(Arrays.stream(type.getEnumConstants()).map(Choice::word).toList());
    }

    private static String word(Object constant) {
      return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }
  }

  /** An address or a network. */
  record Network() implements Kind {
    @Override
    public @Nullable Object read(Object json, Place at) {
      if (!(json instanceof String text)) return refuse(json, at);
      try {
        return Cidr.parse(text);
      } catch (IllegalArgumentException e) {
        return refuse(json, at);
      }
    }

    @Override
    public String wants() {
      return "an address or a network such as \"10.0.0.0/8\"";
    }
  }

  /** A list of such values, where allowed one without a list; in a variable with commas between. */
  record Many(Kind each, boolean distinct, boolean lone) implements Kind {
    @Override
    public @Nullable Object read(Object json, Place at) {
      if (lone && json instanceof String) return read(new JsonArray().add(json), at);
      if (!(json instanceof JsonArray array)) return refuse(json, at);
      List<Object> values =
          IntStream.range(0, array.size())
              .mapToObj(i -> element(array.getValue(i), at.row(i)))
              .filter(Objects::nonNull)
              .collect(Collectors.toList());
      return distinct ? new LinkedHashSet<>(values) : values;
    }

    private @Nullable Object element(@Nullable Object json, Place at) {
      if (json != null) return each.read(json, at);
      at.refuse("null is no value; expected " + each.wants());
      return null;
    }

    @Override
    public Object json(String text) {
      JsonArray array = new JsonArray();
      for (String part : text.split(",", -1))
        if (!part.isBlank()) array.add(each.json(part.strip()));
      return array;
    }

    @Override
    public String wants() {
      return lone ? each.wants() + ", or a list of such" : "a list; in it, " + each.wants();
    }
  }
}
