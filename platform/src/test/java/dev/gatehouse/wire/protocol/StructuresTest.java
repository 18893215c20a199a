package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.ShapeType;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.lambda.CreateFunctionRequest;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.Structures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("node")
class StructuresTest {
    private static final Shape CREATE = Lambda.CREATE_FUNCTION.model().input();

    @Test
    void aMapBecomesAnInput() {
        CreateFunctionRequest input =
                Lambda.CREATE_FUNCTION.input(
                        Structures.fromMap(
                                CREATE,
                                Map.of(
                                        "FunctionName",
                                        "f",
                                        "Timeout",
                                        3L,
                                        "Code",
                                        Map.of("ZipFile", new byte[] {1}),
                                        "Layers",
                                        List.of("l"))));

        assertThat(input.functionName()).isEqualTo("f");
        assertThat(input.timeout()).isEqualTo(3);
        assertThat(input.code().zipFile()).containsExactly(1);
        assertThat(input.layers()).containsExactly("l");
    }

    @Test
    void namesAndKindsTheShapeDoesNotHaveAreRejected() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Structures.fromMap(CREATE, Map.of("Colour", "red")))
                .withMessageContaining("Colour");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Structures.fromMap(CREATE, Map.of("Timeout", "3")));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Structures.fromMap(CREATE, Map.of("Layers", "l")));
    }

    @Test
    void everyStructureSurvivesBeingAMap() {
        for (Shape shape : ServiceModel.load("dynamodb").shapes()) {
            if (shape.type() == ShapeType.STRUCTURE) {
                Structure sample = SampleValues.of(shape);

                Structure back = Structures.fromMap(shape, Structures.toMap(sample));

                assertThat(Botocore.tree(back)).isEqualTo(Botocore.tree(sample));
            }
        }
    }
}
