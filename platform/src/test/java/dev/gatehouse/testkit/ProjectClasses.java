package dev.gatehouse.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The project's own classes without its tests, read once for all tests that look at them. */
public final class ProjectClasses {
    /** All, also those generated from AWS's models. */
    public static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("wirecompiler"))
                    .importPackages("dev.gatehouse");

    /** Those that were written by hand. */
    public static final JavaClasses WRITTEN =
            ALL.that(resideOutsideOfPackage("dev.gatehouse.aws.."));

    private ProjectClasses() {}
}
