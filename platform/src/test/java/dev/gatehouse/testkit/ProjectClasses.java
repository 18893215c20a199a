package dev.gatehouse.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;

/**
 * The project's own classes that were written by hand, without its tests: those generated from
 * AWS's models, which are most, take most of the time. Read once for all tests that look at them.
 */
public final class ProjectClasses {
    private static final Pattern GENERATED = Pattern.compile(".*/dev/gatehouse/aws/[a-z0-9]+/.*");

    private ProjectClasses() {}

    public static JavaClasses written() {
        return Written.CLASSES;
    }

    private static final class Written {
        private static final JavaClasses CLASSES =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("wirecompiler"))
                        .withImportOption(location -> !location.matches(GENERATED))
                        .importPackages("dev.gatehouse");
    }
}
