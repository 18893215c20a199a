package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.gatehouse.testkit.ProjectClasses;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the floors of the packages: who may import whom, as docs/architecture.md draws it. */
@Tag("unit")
class FloorsTest {
    private static final String ROOT = "dev.gatehouse.";

    /** A package imports only lower floors; a new top-level package takes its place here. */
    private static final Map<String, Integer> FLOORS =
            Map.ofEntries(
                    Map.entry("kernel", 0),
                    Map.entry("aws", 0),
                    Map.entry("http", 1),
                    Map.entry("store", 1),
                    Map.entry("observe", 1),
                    Map.entry("wire", 2),
                    Map.entry("identity", 2),
                    Map.entry("function", 2),
                    Map.entry("client", 2),
                    Map.entry("proxy", 2),
                    Map.entry("gateway", 3),
                    Map.entry("lambda", 3),
                    Map.entry("iam", 3),
                    Map.entry("sts", 3),
                    Map.entry("logs", 3),
                    Map.entry("cloudtrail", 3),
                    Map.entry("metrics", 3),
                    Map.entry("s3", 3),
                    Map.entry("ssm", 3),
                    Map.entry("ecr", 3),
                    Map.entry("xray", 3),
                    Map.entry("kms", 3),
                    Map.entry("secretsmanager", 3),
                    Map.entry("events", 3),
                    Map.entry("scaling", 3),
                    Map.entry("cloudformation", 3),
                    Map.entry("cli", 4),
                    Map.entry("app", 5));

    /** Siblings of these floors never import each other. */
    private static final List<Integer> SEPARATE = List.of(1, 3);

    private static final List<String> DATA_PLANE =
            List.of(
                    "proxy",
                    "gateway.authorize",
                    "gateway.call",
                    "gateway.plan",
                    "gateway.route",
                    "gateway.integrate",
                    "gateway.log",
                    "gateway.map",
                    "gateway.respond",
                    "gateway.transform",
                    "lambda.plan",
                    "lambda.invoke",
                    "lambda.schedule",
                    "lambda.environment",
                    "lambda.telemetry",
                    "lambda.runtimeapi");

    /** Where a third-party library may be used, when that is one place. */
    private static final Map<String, String> HOMES =
            Map.ofEntries(
                    Map.entry("java.sql.", "store"),
                    Map.entry("org.flywaydb.", "store"),
                    Map.entry("com.zaxxer.", "store"),
                    Map.entry("org.apache.velocity.", "gateway"),
                    Map.entry("com.google.re2j.", "kernel"),
                    Map.entry("picocli.", "cli"),
                    Map.entry("io.micrometer.", "observe"),
                    Map.entry("io.opentelemetry.", "observe"),
                    Map.entry("software.amazon.eventstream.", "wire"),
                    Map.entry("com.fasterxml.jackson.dataformat.cbor.", "wire"),
                    Map.entry("com.nimbusds.", "identity"));

    /** Who opens connections to elsewhere, and only to where the node or its operator says. */
    private static final List<String> OUTWARD =
            List.of(
                    "app.GatewayEdge", // for Backends, which ask http.outbound.Targets
                    "app.Neighbours",
                    "app.SandboxRelay",
                    "app.services.ProviderConnections", // which asks Targets
                    "cli.",
                    "client.http.Connections",
                    "lambda.image.RegistryClient",
                    "lambda.names.StreamQuestions",
                    "lambda.runtimes.fetch.Downloads",
                    // To extensions, which reach this machine's loopback themselves at that level.
                    "lambda.sandbox.process.ProcessSandbox");

    private static final JavaClasses CLASSES = ProjectClasses.written();

    @Test
    void everyPackageHasAFloor() {
        assertThat(CLASSES.stream().map(FloorsTest::top).distinct())
                .as("packages without a floor: add them to FLOORS and docs/architecture.md")
                .allSatisfy(name -> assertThat(FLOORS).containsKey(name));
    }

    @Test
    void aPackageImportsOnlyLowerFloors() {
        assertNone(
                FloorsTest::climbs,
                "imports a higher floor or a sibling; let them meet through a port in function");
    }

    @Test
    void theDataPlaneKnowsNoControlPlane() {
        assertNone(
                dependency ->
                        isDataPlane(dependency.getOriginClass())
                                && isControlPlane(dependency.getTargetClass()),
                "the data plane uses neither wire, store nor control-plane packages; declare a"
                        + " port");
    }

    @Test
    void aLibraryHasOneHome() {
        List<String> found =
                CLASSES.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(FloorsTest::isFarFromHome)
                        .map(Dependency::getDescription)
                        .toList();
        assertThat(found).as("a library used outside the package that owns it").isEmpty();
    }

    @Test
    void nobodyReadsTheClockOrKeepsThreadLocals() {
        List<String> found =
                CLASSES.stream()
                        .filter(type -> !type.getName().startsWith(ROOT + "kernel.Clock"))
                        .filter(type -> !top(type).equals("cli"))
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(FloorsTest::readsTheClockOrAThreadLocal)
                        .map(Object::toString)
                        .toList();
        assertThat(found).as("use kernel.Clock, and pass state as a parameter").isEmpty();
    }

    @Test
    void whereTenantsUrlsCouldLeadIsJudged() {
        List<String> found =
                CLASSES.stream()
                        .filter(
                                type ->
                                        OUTWARD.stream()
                                                .map(ROOT::concat)
                                                .noneMatch(type.getName()::startsWith))
                        .flatMap(FloorsTest::calls)
                        .filter(FloorsTest::opensAConnection)
                        .map(Object::toString)
                        .toList();
        assertThat(found)
                .as(
                        "connect through client, or let http.outbound.Targets judge the host: a"
                                + " tenant's URL must not lead to this machine")
                .isEmpty();
    }

    private static Stream<JavaCall<?>> calls(JavaClass type) {
        return Stream.concat(
                type.getMethodCallsFromSelf().stream(),
                type.getConstructorCallsFromSelf().stream());
    }

    private static boolean opensAConnection(JavaCall<?> call) {
        String name = call.getName();
        return switch (call.getTargetOwner().getName()) {
            case "io.vertx.core.Vertx" ->
                    name.matches("create(Http|Net|WebSocket)Client|httpClientBuilder");
            case "java.net.http.HttpClient" -> name.matches("newHttpClient|newBuilder");
            case "java.net.URL" -> name.matches("openConnection|openStream");
            case "java.net.Socket" -> name.equals("<init>");
            case "java.nio.channels.SocketChannel" -> name.equals("open");
            default -> false;
        };
    }

    private static boolean climbs(Dependency dependency) {
        String from = top(dependency.getOriginClass());
        String to = top(dependency.getTargetClass());
        int fromFloor = FLOORS.getOrDefault(from, 0);
        int toFloor = FLOORS.getOrDefault(to, 0);
        boolean sibling = fromFloor == toFloor && !from.equals(to);
        return toFloor > fromFloor || (sibling && SEPARATE.contains(fromFloor));
    }

    private static boolean readsTheClockOrAThreadLocal(JavaMethodCall call) {
        String method = call.getName();
        return switch (call.getTargetOwner().getName()) {
            case "java.lang.ThreadLocal" -> true;
            case "java.lang.System" ->
                    method.equals("currentTimeMillis") || method.equals("nanoTime");
            case "java.time.Instant", "java.time.LocalDate", "java.time.ZonedDateTime" ->
                    method.equals("now") && call.getTarget().getRawParameterTypes().isEmpty();
            default -> false;
        };
    }

    private static boolean isFarFromHome(Dependency dependency) {
        String origin = top(dependency.getOriginClass());
        return HOMES.entrySet().stream()
                .anyMatch(
                        home ->
                                dependency.getTargetClass().getName().startsWith(home.getKey())
                                        && !origin.equals(home.getValue())
                                        && !origin.equals("app"));
    }

    private static boolean isDataPlane(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT + "gateway")
                || DATA_PLANE.stream()
                        .map(ROOT::concat)
                        .anyMatch(plane -> name.equals(plane) || name.startsWith(plane + "."));
    }

    private static boolean isControlPlane(JavaClass type) {
        return Stream.of(
                        "wire.",
                        "store.",
                        "aws.",
                        "gateway.apigateway.",
                        "gateway.apigatewayv2.",
                        "gateway.resource.",
                        "lambda.api.",
                        "lambda.registry.")
                .anyMatch(plane -> type.getName().startsWith(ROOT + plane));
    }

    private static void assertNone(Predicate<Dependency> wrong, String advice) {
        TreeSet<String> found = new TreeSet<>();
        CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> dependency.getTargetClass().getName().startsWith(ROOT))
                .filter(wrong)
                .forEach(dependency -> found.add(dependency.getDescription()));
        assertThat(found).as(advice).isEmpty();
    }

    private static String top(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        int dot = name.indexOf('.', ROOT.length());
        return name.substring(ROOT.length(), dot < 0 ? name.length() : dot);
    }
}
