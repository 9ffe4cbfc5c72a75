package dev.fanfare.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonpCharacterEscapes;
import dev.fanfare.config.Placeholder;
import dev.fanfare.config.Template;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template, compiled once. JSON is built, never pasted; U+2028 and U+2029 are escaped in it, for
 * clients that evaluate it as a script. Immutable; any thread.
 */
final class Rendering {
  private static final int USUAL_SIZE = 256;

  private final Shape shape;
  private final boolean json;

  private Rendering(Shape shape, boolean json) {
    this.shape = shape;
    this.json = json;
  }

  static Rendering of(Template template) {
    return new Rendering(shape(template.source()), !(template.source() instanceof String));
  }

  /** Whether it makes JSON; else text. */
  boolean json() {
    return json;
  }

  Payload render(Filling filling) {
    byte[] bytes =
        json
            ? Json.write(
                USUAL_SIZE,
                out -> {
                  out.setCharacterEscapes(JsonpCharacterEscapes.instance());
                  shape.write(out, filling);
                })
            : ((Text) shape).fill(filling).getBytes(StandardCharsets.UTF_8);
    return new Payload(false, bytes);
  }

  private static Shape shape(@Nullable Object source) {
    if (source instanceof JsonObject object) {
      List<Member> members = new ArrayList<>();
      object.forEach(entry -> members.add(new Member(entry.getKey(), shape(entry.getValue()))));
      return new Members(members);
    } else if (source instanceof JsonArray array) {
      return new Elements(array.stream().map(Rendering::shape).toList());
    } else if (source instanceof String text) {
      return new Text(Template.pieces(text));
    }
    return new Constant(io.vertx.core.json.Json.encode(source));
  }

  /** One value of the template. */
  private sealed interface Shape {
    void write(JsonGenerator json, Filling filling) throws IOException;
  }

  private record Member(String name, Shape value) {}

  private record Members(List<Member> members) implements Shape {
    @Override
    public void write(JsonGenerator json, Filling filling) throws IOException {
      json.writeStartObject();
      for (Member member : members) {
        json.writeFieldName(member.name);
        member.value.write(json, filling);
      }
      json.writeEndObject();
    }
  }

  private record Elements(List<Shape> elements) implements Shape {
    @Override
    public void write(JsonGenerator json, Filling filling) throws IOException {
      json.writeStartArray();
      for (Shape element : elements) {
        element.write(json, filling);
      }
      json.writeEndArray();
    }
  }

  /** A number, true, false or null. */
  private record Constant(String written) implements Shape {
    @Override
    public void write(JsonGenerator json, Filling filling) throws IOException {
      json.writeRawValue(written);
    }
  }

  private record Text(List<Template.Piece> pieces) implements Shape {
    @Override
    public void write(JsonGenerator json, Filling filling) throws IOException {
      Placeholder only = pieces.size() == 1 ? pieces.get(0).hole() : null;
      if (only == null) {
        json.writeString(fill(filling));
      } else {
        filling.write(only, json);
      }
    }

    String fill(Filling filling) {
      StringBuilder text = new StringBuilder();
      for (Template.Piece piece : pieces) {
        Placeholder hole = piece.hole();
        text.append(hole == null ? piece.literal() : filling.text(hole));
      }
      return text.toString();
    }
  }
}
