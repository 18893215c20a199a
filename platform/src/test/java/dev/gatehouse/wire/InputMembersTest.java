package dev.gatehouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing a client says is dropped unheard: of every operation that is answered, every member of
 * its input is read by the product, rejected by name, or listed here with the reason why it changes
 * nothing.
 */
@Tag("unit")
class InputMembersTest {
    /** Where the code of a service's operations is, when it is not the package of its name. */
    private static final Map<String, List<String>> FOLDERS =
            Map.of(
                    "applicationautoscaling", List.of("scaling"),
                    "apigateway", List.of("gateway/apigateway", "gateway/domain", "gateway/link"),
                    "apigatewayv2",
                            List.of("gateway/apigatewayv2", "gateway/domain", "gateway/link"),
                    "lambda", List.of("lambda/api", "lambda/configuration", "lambda/registry"),
                    "scheduler", List.of("events/scheduler"));

    /** Services whose stored resources have the members of the requests that make them. */
    private static final Set<String> STORED_AS_ASKED = Set.of("apigateway", "apigatewayv2");

    private static final Set<String> UNHEARD = new TreeSet<>();

    @BeforeAll
    static void readTheProduct() throws Exception {
        ProductCode code = ProductCode.read();
        for (Map.Entry<ServiceModel, Set<String>> service :
                ListedOperations.byService().entrySet()) {
            for (String name : service.getValue()) {
                OperationModel operation = Objects.requireNonNull(service.getKey().operation(name));
                new Search(code, operation).run();
            }
        }
    }

    @Test
    void everyMemberOfEveryInputIsHeard() {
        List<String> found =
                UNHEARD.stream().filter(member -> !UnheardMembers.allow(member)).toList();
        assertThat(found)
                .as("read them, reject them by name, or say in UnheardMembers why they are idle")
                .isEmpty();
    }

    @Test
    void theListOfExceptionsHoldsNoneThatIsHeard() {
        assertThat(UnheardMembers.patterns())
                .as("exceptions for members that are heard or not there")
                .allMatch(
                        pattern ->
                                UNHEARD.stream()
                                        .anyMatch(member -> UnheardMembers.fits(pattern, member)));
    }

    /** The search for unheard members of one operation. */
    private record Search(ProductCode code, OperationModel operation, Set<Shape> seen) {
        Search(ProductCode code, OperationModel operation) {
            this(code, operation, new HashSet<>());
        }

        void run() {
            into(operation.input(), service() + '.' + operation.name());
        }

        private String service() {
            return operation.service().name();
        }

        private void into(Shape shape, String path) {
            if (!seen.add(shape)) {
                return;
            }
            switch (shape.type()) {
                case STRUCTURE -> {
                    for (Member member : shape.members()) {
                        String at = path + '.' + member.name();
                        if (isHeard(shape, member)) {
                            within(member.shape(), at);
                        } else {
                            UNHEARD.add(at);
                        }
                    }
                }
                case LIST -> within(shape.element().shape(), path);
                case MAP -> within(shape.value().shape(), path);
                default -> {}
            }
        }

        /** What is only ever taken as a whole was judged as a whole. */
        private void within(Shape shape, String path) {
            boolean whole = !shape.members().isEmpty() && !code.looksInto(service(), shape);
            switch (shape.type()) {
                case STRUCTURE -> {
                    if (!whole) {
                        into(shape, path);
                    }
                }
                case LIST, MAP -> into(shape, path);
                default -> {}
            }
        }

        private boolean isHeard(Shape shape, Member member) {
            List<String> folders = FOLDERS.getOrDefault(service(), List.of(service()));
            return code.reads(service(), shape.name(), member)
                    || folders.stream().anyMatch(folder -> code.names(folder, member.name()))
                    || (shape == operation.input()
                            && STORED_AS_ASKED.contains(service())
                            && code.reads(service(), resource(), member));
        }

        private String resource() {
            return operation.name().replaceFirst("^(Create|Update|Put)", "");
        }
    }
}
