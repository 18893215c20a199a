package dev.gatehouse.cli.stack;

import dev.gatehouse.cli.build.BuiltPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a deployment was made of.
 *
 * @param packages the code that lies on this machine
 * @param documents the template, and the files it includes
 */
public record Deployed(List<BuiltPackage> packages, Set<Path> documents) {
    public Deployed {
        packages = List.copyOf(packages);
        documents = Set.copyOf(documents);
    }
}
