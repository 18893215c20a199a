package dev.gatehouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.testkit.ProjectClasses;
import dev.gatehouse.wire.access.PolicyAuthorizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keeps docs/coverage.md what the code says. */
@Tag("unit")
class CoverageTest {
    static final String REGENERATE =
            "./mvnw test -pl platform -am -Dtest=CoverageTest -Dcoverage=write"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    private static final Map<ServiceModel, Set<String>> LISTED = new HashMap<>();
    private static final Path PAGE = Path.of("../docs/coverage.md");

    @Test
    void thePageListsTheOperationsThatHaveHandlers() throws Exception {
        CoveragePage page = new CoveragePage();
        listed().forEach(page::add);
        String text = page.text();
        if ("write".equals(System.getProperty("coverage"))) {
            Files.writeString(PAGE, text);
        }
        assertThat(onDisk()).as("docs/coverage.md is out of date: " + REGENERATE).isEqualTo(text);
    }

    @Test
    void itIsKnownWhatEachOperationAsksOfPolicies() throws Exception {
        assertThat(listed())
                .allSatisfy(
                        (service, operations) ->
                                assertThat(operations)
                                        .as(service + ": add it to models/overlay/actions.txt")
                                        .allMatch(
                                                name -> PolicyAuthorizer.knows(of(service, name))));
    }

    private static OperationModel of(ServiceModel service, String name) {
        return Objects.requireNonNull(service.operation(name));
    }

    private static String onDisk() throws IOException {
        return Files.exists(PAGE) ? Files.readString(PAGE) : "";
    }

    /**
     * The operations named where a service's list is built: {@code .on(OPERATION, …)} and its like.
     */
    static synchronized Map<ServiceModel, Set<String>> listed()
            throws ReflectiveOperationException {
        if (!LISTED.isEmpty()) {
            return LISTED;
        }
        for (JavaCodeUnit unit : codeUnits(ProjectClasses.written())) {
            for (JavaFieldAccess access : unit.getFieldAccesses()) {
                if (access.getTarget().getRawType().isEquivalentTo(Operation.class)) {
                    OperationModel operation = operation(access);
                    LISTED.computeIfAbsent(operation.service(), _ -> new TreeSet<>())
                            .add(operation.name());
                }
            }
        }
        return LISTED;
    }

    private static Set<JavaCodeUnit> codeUnits(JavaClasses classes) {
        Set<JavaCodeUnit> units = new HashSet<>();
        classes.forEach(
                type ->
                        type.getMethodCallsFromSelf().stream()
                                .filter(CoverageTest::lists)
                                .forEach(call -> units.add(call.getOrigin())));
        return units;
    }

    /** Lists grow by methods that take an operation and return the list. */
    private static boolean lists(JavaMethodCall call) {
        List<JavaClass> parameters = call.getTarget().getRawParameterTypes();
        return !parameters.isEmpty()
                && parameters.getFirst().isEquivalentTo(Operation.class)
                && call.getTarget().getRawReturnType().equals(call.getTargetOwner());
    }

    private static OperationModel operation(JavaFieldAccess access)
            throws ReflectiveOperationException {
        Class<?> service = Class.forName(access.getTargetOwner().getName());
        return ((Operation<?, ?>) service.getField(access.getName()).get(null)).model();
    }
}
