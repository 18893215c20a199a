package dev.gatehouse.wire.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.CompiledModels;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.ShapeType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The facts of {@code conditions.txt}. */
@Tag("unit")
class ConditionListTest {

    @Test
    void eachMemberIsOneOfAnOperationOfItsService() throws IOException {
        List<String> nowhere =
                lines().stream()
                        .filter(line -> Character.isLetter(line.charAt(line.indexOf(' ') + 1)))
                        .filter(ConditionListTest::isNowhere)
                        .toList();
        assertThat(nowhere).isEmpty();
    }

    private static boolean isNowhere(String line) {
        String[] words = line.split(" ", 2);
        ServiceModel service = CompiledModels.of(words[0].split(":", 2)[0].replace("-", ""));
        return !List.of(words[1].split("\\|", -1)).stream()
                .allMatch(
                        path ->
                                service.operations().stream()
                                        .map(OperationModel::input)
                                        .filter(Objects::nonNull)
                                        .anyMatch(input -> has(input, path)));
    }

    private static boolean has(Shape shape, String path) {
        int dot = path.indexOf('.');
        Member member =
                shape.type() == ShapeType.STRUCTURE
                        ? shape.member(dot < 0 ? path : path.substring(0, dot))
                        : null;
        if (member == null) {
            return false;
        }
        Shape within = member.shape();
        return dot < 0
                || has(
                        within.type() == ShapeType.LIST ? within.element().shape() : within,
                        path.substring(dot + 1));
    }

    private static List<String> lines() throws IOException {
        try (InputStream list =
                Objects.requireNonNull(MemberKeys.class.getResourceAsStream("conditions.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }
}
