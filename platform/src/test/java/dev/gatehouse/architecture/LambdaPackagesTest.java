package dev.gatehouse.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Below {@code lambda} each package can be read on its own: none is too large, none in a circle.
 */
class LambdaPackagesTest {
    private static final int MOST_FILES = 25;

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.gatehouse.lambda");

    @Test
    void noPackageOfTheDataPlaneIsInACircle() {
        slices().matching("dev.gatehouse.lambda.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageOfTheDataPlaneHasMoreThan25Files() {
        Map<String, Long> files =
                CLASSES.stream()
                        .filter(type -> !type.isNestedClass())
                        .filter(type -> !type.getPackageName().endsWith("lambda.api"))
                        .collect(
                                Collectors.groupingBy(
                                        type -> type.getPackageName(), Collectors.counting()));
        assertThat(files)
                .allSatisfy(
                        (name, count) ->
                                assertThat(count).as(name).isLessThanOrEqualTo(MOST_FILES));
    }
}
