package dev.gatehouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.wire.access.PolicyAuthorizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keeps docs/coverage.md what the code says. */
@Tag("unit")
class CoverageTest {
    static final String REGENERATE =
            "./mvnw test -pl platform -am -Dtest=CoverageTest -Dcoverage=write"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    private static final Path PAGE = Path.of("../docs/coverage.md");

    @Test
    void thePageListsTheOperationsThatHaveHandlers() throws Exception {
        CoveragePage page = new CoveragePage();
        ListedOperations.byService().forEach(page::add);
        String text = page.text();
        if ("write".equals(System.getProperty("coverage"))) {
            Files.writeString(PAGE, text);
        }
        assertThat(onDisk()).as("docs/coverage.md is out of date: " + REGENERATE).isEqualTo(text);
    }

    @Test
    void whatTheseServicesDoNotServeHasAReason() throws Exception {
        for (String name : List.of("apigateway", "iam", "sts")) {
            ServiceModel model = ServiceModel.load(name);
            Set<String> served = new HashSet<>();
            ListedOperations.byService()
                    .forEach(
                            (service, operations) -> {
                                if (service.name().equals(name)) {
                                    served.addAll(operations);
                                }
                            });
            Set<String> missing = new HashSet<>();
            model.operations().forEach(operation -> missing.add(operation.name()));
            missing.removeAll(served);
            assertThat(Reasons.of(name).keySet()).isEqualTo(missing);
        }
    }

    @Test
    void itIsKnownWhatEachOperationAsksOfPolicies() throws Exception {
        assertThat(ListedOperations.byService())
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
}
