package dev.gatehouse.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import dev.gatehouse.testkit.ProjectClasses;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each package can be read on its own: none is too large, and none in a circle, at any depth. */
@Tag("unit")
class PackagesTest {
    private static final long FILES = 25;
    private static final int CONSTRUCTOR_PARAMETERS = 8;

    private static final JavaClasses CLASSES = ProjectClasses.written();

    @Test
    void packagesMakeNoCircles() {
        slices().matching("dev.gatehouse.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aPackageHasAtMostTwentyFiveFiles() {
        Map<String, Long> files =
                types().filter(type -> !type.isNestedClass())
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getPackageName,
                                        TreeMap::new,
                                        Collectors.counting()));
        files.values().removeIf(count -> count <= FILES);
        assertThat(files).as("split by concern: packages over %d files", FILES).isEmpty();
    }

    @Test
    void aConstructorTakesAtMostEightParameters() {
        List<String> found =
                types().flatMap(type -> type.getConstructors().stream())
                        .filter(made -> parameters(made) > CONSTRUCTOR_PARAMETERS)
                        .map(JavaConstructor::getFullName)
                        .toList();
        assertThat(found).as("make a record of what belongs together").isEmpty();
    }

    private static Stream<JavaClass> types() {
        return CLASSES.stream();
    }

    /** Without the enclosing instance that an inner class is given. */
    private static int parameters(JavaConstructor constructor) {
        int all = constructor.getRawParameterTypes().size();
        return constructor.getOwner().isInnerClass() && !constructor.getOwner().isRecord()
                ? all - 1
                : all;
    }
}
