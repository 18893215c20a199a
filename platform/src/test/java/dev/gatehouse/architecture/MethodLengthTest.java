package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.classfile.attribute.LineNumberTableAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A method is read at one glance. */
@Tag("unit")
class MethodLengthTest {
    private static final Path CLASSES = Path.of("target/classes/dev/gatehouse");
    private static final int LONGEST = 60;

    @Test
    void aMethodHasAtMostSixtyLines() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            List<String> found =
                    files.filter(file -> file.toString().endsWith(".class"))
                            .map(MethodLengthTest::parsed)
                            .flatMap(MethodLengthTest::tooLong)
                            .sorted()
                            .toList();
            assertThat(found)
                    .as("cut by what it does: from its first statement to its last, over 60 lines")
                    .isEmpty();
        }
    }

    private static ClassModel parsed(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static Stream<String> tooLong(ClassModel type) {
        return type.methods().stream()
                .filter(method -> !method.methodName().equalsString("<clinit>"))
                .filter(method -> lines(method) > LONGEST)
                .map(
                        method ->
                                "%s#%s %d"
                                        .formatted(
                                                type.thisClass().asInternalName(),
                                                method.methodName().stringValue(),
                                                lines(method)));
    }

    /**
     * From a method's first statement to its last. What initializes the fields above a constructor
     * is not counted to it.
     */
    private static int lines(MethodModel method) {
        List<Integer> lines =
                method
                        .code()
                        .flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
                        .map(LineNumberTableAttribute::lineNumbers)
                        .orElse(List.of())
                        .stream()
                        .map(LineNumberInfo::lineNumber)
                        .toList();
        return lines.stream().mapToInt(line -> line - lines.getFirst() + 1).max().orElse(0);
    }
}
