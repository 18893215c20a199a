package dev.gatehouse.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The project's own classes without its tests, each read once for all tests that look at them. */
public final class ProjectClasses {
    private ProjectClasses() {}

    /** All, also those generated from AWS's models, which take most of the time. */
    public static JavaClasses all() {
        return All.CLASSES;
    }

    /** Those that were written by hand. */
    public static JavaClasses written() {
        return Written.CLASSES;
    }

    private static final class All {
        private static final JavaClasses CLASSES = ours().importPackages("dev.gatehouse");
    }

    private static final class Written {
        private static final JavaClasses CLASSES =
                ours().withImportOption(location -> !location.contains("/dev/gatehouse/aws/"))
                        .importPackages("dev.gatehouse");
    }

    private static ClassFileImporter ours() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("wirecompiler"));
    }
}
