package dev.gatehouse.lambda.runtimes.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Puts the content of a fetched file where it belongs in its bundle. */
final class Unpacking {
    private Unpacking() {}

    static void unpack(Artifact artifact, byte[] content, Path bundle) throws IOException {
        Path into = bundle.resolve(artifact.into()).normalize();
        Files.createDirectories(into);
        switch (artifact.source()) {
            case PYPI -> unzip(content, into);
            case NPM -> untar(content, into, Unpacking::belowTheRoot);
            case RUBYGEMS -> ungem(artifact, content, into);
            case MAVEN -> Files.write(into.resolve(artifact.fileName()), content);
        }
    }

    private static void unzip(byte[] content, Path into) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    copy(in, into, entry.getName());
                }
            }
        }
    }

    /** What only compilers read stays away. */
    private static void untar(byte[] content, Path into, UnaryOperator<String> rename)
            throws IOException {
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(content)))) {
            for (TarArchiveEntry entry = in.getNextEntry();
                    entry != null;
                    entry = in.getNextEntry()) {
                String name = rename.apply(entry.getName());
                if (entry.isFile() && wantedAtRunTime(name)) {
                    copy(in, into, name);
                }
            }
        }
    }

    /** A gem is a tar archive, and its files are another within it. */
    private static void ungem(Artifact artifact, byte[] content, Path into) throws IOException {
        try (TarArchiveInputStream gem =
                new TarArchiveInputStream(new ByteArrayInputStream(content))) {
            for (TarArchiveEntry part = gem.getNextEntry();
                    part != null;
                    part = gem.getNextEntry()) {
                if (part.getName().equals("data.tar.gz")) {
                    untar(gem.readAllBytes(), into, UnaryOperator.identity());
                    return;
                }
            }
        }
        throw new IOException(artifact.path() + " is no gem: it has no data.tar.gz");
    }

    /** npm's tarballs have one folder at their root. */
    private static String belowTheRoot(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private static boolean wantedAtRunTime(String name) {
        return !name.startsWith("dist-types/")
                && !name.startsWith("deps/")
                && !name.endsWith(".d.ts")
                && !name.endsWith(".map");
    }

    private static void copy(InputStream in, Path into, String name) throws IOException {
        Path target = into.resolve(name).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("an archive may not write outside its folder: " + name);
        }
        Files.createDirectories(target.getParent());
        Files.copy(in, target);
    }
}
