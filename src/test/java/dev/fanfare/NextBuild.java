package dev.fanfare;

import dev.fanfare.message.Forms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * What a later release will be: the sources of this one, in which every form has one more field
 * from the next version on, compiled against the fat jar.
 */
public final class NextBuild {
  private static final Path SOURCES =
      Path.of(System.getProperty("fanfare.basedir", ""), "src/main/java/dev/fanfare");

  private final Path sources;
  private final Path classes;
  private final int next = Forms.OURS.newest() + 1;

  private NextBuild(Path folder) throws IOException {
    sources = Files.createDirectories(folder.resolve("sources"));
    classes = Files.createDirectories(folder.resolve("classes"));
  }

  /** The release after this: reads the next version too, and writes what this one does. */
  public static Path thatReadsMore(Path folder) throws IOException {
    NextBuild build = new NextBuild(folder);
    return build.made(new Forms(Forms.OURS.oldest(), build.next, Forms.OURS.written()));
  }

  /** The release after that: writes the next version. */
  public static Path thatWritesMore(Path folder) throws IOException {
    NextBuild build = new NextBuild(folder);
    return build.made(new Forms(Forms.OURS.written(), build.next, build.next));
  }

  private Path made(Forms forms) throws IOException {
    List<String> files = new ArrayList<>();
    files.add(changed("message/Forms.java", called(Forms.OURS), called(forms)));
    files.add(
        changed(
            "wire/BusCodec.java",
            "    write(out, value);\n",
            "    write(out, value);\n    if (Forms.OURS.written() == NEXT) out.text(\"more\");\n",
            "      T value = read(in);\n",
            "      T value = read(in);\n      if (version == NEXT) in.text();\n"));
    files.add(
        changed(
            "history/ClusterTypes.java",
            "      form.write(out, value);\n",
            "      form.write(out, value);\n"
                + "      if (Forms.OURS.written() == NEXT) out.writeString(\"more\");\n",
            "      return form.read(in);\n",
            "      T value = form.read(in);\n"
                + "      if (version == NEXT) in.readString();\n"
                + "      return value;\n"));
    List<String> words = new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp", FatJar.file()));
    words.addAll(List.of("-d", classes.toString()));
    words.addAll(files);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac.run(null, null, null, words.toArray(String[]::new)) != 0) {
      throw new IllegalStateException("The next build does not compile");
    }
    return classes;
  }

  private static String called(Forms forms) {
    return "OURS = new Forms(%d, %d, %d);"
        .formatted(forms.oldest(), forms.newest(), forms.written());
  }

  private String changed(String file, String... replacements) throws IOException {
    String text = Files.readString(SOURCES.resolve(file));
    for (int i = 0; i < replacements.length; i += 2) {
      if (!text.contains(replacements[i])) {
        throw new IllegalStateException(file + " has changed; change this test too");
      }
      text =
          text.replace(
              replacements[i], replacements[i + 1].replace("NEXT", Integer.toString(next)));
    }
    Path changed = sources.resolve(Path.of(file).getFileName());
    return Files.writeString(changed, text).toString();
  }
}
