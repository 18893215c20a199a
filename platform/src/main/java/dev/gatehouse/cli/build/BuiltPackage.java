package dev.gatehouse.cli.build;

import java.nio.file.Path;

/**
 * A package that was made of a folder.
 *
 * @param resource whose code it is, by the template's name
 * @param folder what it was made of
 * @param sources how the folder was before
 * @param zip the package
 */
public record BuiltPackage(String resource, CodeFolder folder, Sources sources, Path zip) {}
