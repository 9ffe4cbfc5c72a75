package dev.fanfare;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The map of the packages, held by the build. A rule without a class to look at yet passes. */
class ArchitectureTest {
  private static final String ROOT = "dev.fanfare";

  /** Package → what it may import of ours. All that is not said is forbidden; the root may all. */
  private static final Map<String, Set<String>> MAY_IMPORT = new LinkedHashMap<>();

  static {
    MAY_IMPORT.put("config", Set.of());
    MAY_IMPORT.put("metrics", Set.of());
    MAY_IMPORT.put("message", Set.of("config", "metrics"));
    MAY_IMPORT.put("access", Set.of("message", "config", "metrics"));
    MAY_IMPORT.put("presence", Set.of("message", "config", "metrics"));
    MAY_IMPORT.put("history", Set.of("message", "config", "metrics"));
    MAY_IMPORT.put("wire", Set.of("message", "config", "metrics"));
    MAY_IMPORT.put(
        "hub", Set.of("wire", "history", "presence", "access", "message", "config", "metrics"));
    MAY_IMPORT.put(
        "http",
        Set.of("hub", "wire", "history", "presence", "access", "message", "config", "metrics"));
    MAY_IMPORT.put("launch", Set.of("history", "message", "config", "metrics"));
  }

  /** The classes that turn shared bytes into socket writes, or sit between socket and Vert.x. */
  private static final Set<String> MAY_TOUCH_NETTY =
      Set.of(
          "VertxInternals",
          "DirectSocket",
          "DirectPipe",
          "Shortcut",
          "Unsent",
          "Kernel",
          "DirectChunk",
          "DirectFrames",
          "SocketCompression",
          "Patience");

  /** The one class that looks behind Vert.x' public API. */
  private static final Set<String> MAY_TOUCH_VERTX_INTERNALS = Set.of("VertxInternals");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @TestFactory
  List<DynamicTest> importsHaveOneDirection() {
    List<DynamicTest> tests = new ArrayList<>();
    MAY_IMPORT.forEach(
        (name, allowed) ->
            tests.add(DynamicTest.dynamicTest(name, () -> importsOnly(name, allowed))));
    return tests;
  }

  private static void importsOnly(String name, Set<String> allowed) {
    List<String> forbidden = new ArrayList<>(List.of(ROOT));
    for (String other : MAY_IMPORT.keySet()) {
      if (!other.equals(name) && !allowed.contains(other)) {
        forbidden.add(within(other));
      }
    }
    check(
        noClasses()
            .that()
            .resideInAPackage(within(name))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden.toArray(String[]::new)));
  }

  @Test
  void everyPackageIsOnTheMap() {
    List<String> known = new ArrayList<>(List.of(ROOT));
    MAY_IMPORT.keySet().forEach(name -> known.add(within(name)));
    check(classes().should().resideInAnyPackage(known.toArray(String[]::new)));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void theHeartKnowsNoHttp() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                within("hub"),
                within("wire"),
                within("history"),
                within("presence"),
                within("message"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext.web..", "io.netty.."));
  }

  @Test
  void vertxJsonIsReadAndWrittenInFewPlaces() {
    only(
        resideInAnyPackage(within("wire"), within("config"))
            .or(named(Set.of("FanfareVerticle", "Preflight", "ProblemWriter"))),
        "io.vertx.core.json..");
  }

  @Test
  void jacksonIsOnlyInTheWireFormat() {
    only(resideInAPackage(within("wire")), "com.fasterxml.jackson..");
  }

  @Test
  void micrometerIsOnlyWhereTheFiguresBecomeText() {
    only(named(Set.of("Exposition")), "io.micrometer..", "io.prometheus..");
  }

  @Test
  void sqlIsOnlyInTheSqliteStore() {
    only(startingWith("Sqlite"), "java.sql..", "javax.sql..", "org.sqlite..");
  }

  @Test
  void hazelcastIsOnlyInTheClusterClasses() {
    only(
        resideInAPackage(within("launch"))
            .or(startingWith("Cluster"))
            .or(startingWith("Hazelcast")),
        "com.hazelcast..",
        "io.vertx.spi.cluster.hazelcast..");
  }

  @Test
  void nettyIsOnlyWhereBytesMeetSockets() {
    only(inTheLauncherOr(MAY_TOUCH_NETTY), "io.netty..");
  }

  @Test
  void vertxInternalsAreSeenByOneClass() {
    only(inTheLauncherOr(MAY_TOUCH_VERTX_INTERNALS), "io.vertx..internal..", "io.vertx..impl..");
  }

  private static DescribedPredicate<JavaClass> inTheLauncherOr(Set<String> inHttp) {
    return resideInAPackage(within("launch"))
        .or(resideInAPackage(within("http")).and(named(inHttp)));
  }

  @Test
  void nothingStaticChanges() {
    check(fields().that().areStatic().should(notChange()));
  }

  @Test
  void nobodySleeps() {
    check(noClasses().should().accessTargetWhere(method(Thread.class, "sleep")));
  }

  @Test
  void onlyTheLauncherPrints() {
    check(
        noClasses()
            .that(not(resideInAPackage(within("launch")).or(named(Set.of("Main")))))
            .should()
            .accessTargetWhere(method(System.class, "out", "err"))
            .orShould()
            .accessTargetWhere(
                target("printStackTrace", t -> t.getName().equals("printStackTrace"))));
  }

  @Test
  void clocksArePassedIn() {
    check(
        noClasses()
            .that(
                not(
                    resideInAPackage(within("launch"))
                        .or(named(Set.of("Clocks", "FanfareVerticle")))))
            .should()
            .accessTargetWhere(
                method(System.class, "currentTimeMillis", "nanoTime")
                    .or(target("a clock of its own", ArchitectureTest::readsTheTime))));
  }

  @Test
  void everyPackageIsNullMarked() {
    check(classes().should(liveInANullMarkedPackage()));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }

  /** Only {@code these} may depend on the packages. */
  private static void only(DescribedPredicate<JavaClass> these, String... packages) {
    check(noClasses().that(not(these)).should().dependOnClassesThat().resideInAnyPackage(packages));
  }

  private static String within(String name) {
    return ROOT + "." + name + "..";
  }

  /** The class itself, or one nested in it. */
  private static DescribedPredicate<JavaClass> named(Set<String> names) {
    return DescribedPredicate.describe(
        "are named " + names, c -> names.contains(outermost(c).getSimpleName()));
  }

  private static DescribedPredicate<JavaClass> startingWith(String prefix) {
    return DescribedPredicate.describe(
        "are named " + prefix + "*", c -> outermost(c).getSimpleName().startsWith(prefix));
  }

  private static JavaClass outermost(JavaClass c) {
    return c.getEnclosingClass().map(ArchitectureTest::outermost).orElse(c);
  }

  private static DescribedPredicate<JavaAccess<?>> method(Class<?> owner, String... names) {
    return target(
        owner.getSimpleName() + "." + String.join("/", names),
        t -> t.getOwner().isEquivalentTo(owner) && List.of(names).contains(t.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> target(
      String description, java.util.function.Predicate<AccessTarget> test) {
    return DescribedPredicate.describe(description, access -> test.test(access.getTarget()));
  }

  /** Instant.now() and its like; Instant.now(clock) is a clock passed in. */
  private static boolean readsTheTime(AccessTarget target) {
    return target.getOwner().getPackageName().equals("java.time")
            && (target.getName().startsWith("system") || target.getName().startsWith("tick"))
        || target.getOwner().getPackageName().equals("java.time")
            && target.getName().equals("now")
            && target instanceof AccessTarget.CodeUnitAccessTarget now
            && now.getRawParameterTypes().isEmpty();
  }

  private static ArchCondition<JavaField> notChange() {
    return new ArchCondition<>("be final and no container that changes") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean changes =
            !field.getModifiers().contains(JavaModifier.FINAL)
                || field.getRawType().isAssignableTo(ConcurrentMap.class)
                || field
                    .getRawType()
                    .getName()
                    .matches("java\\.util\\.concurrent\\.atomic\\.(?!.*FieldUpdater$).*");
        if (changes && !field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
          events.add(
              SimpleConditionEvent.violated(field, field.getFullName() + " is static and changes"));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a package that package-info.java marks @NullMarked") {
      @Override
      public void check(JavaClass c, ConditionEvents events) {
        if (!c.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(
              SimpleConditionEvent.violated(
                  c, c.getPackageName() + " has no @NullMarked package-info.java"));
        }
      }
    };
  }
}
