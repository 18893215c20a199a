package dev.gatehouse.cli.watch;

import dev.gatehouse.cli.build.BuiltPackage;
import dev.gatehouse.cli.build.CodeFolder;
import dev.gatehouse.cli.build.Packager;
import dev.gatehouse.cli.build.Sources;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** One deployed package that follows the folder it was made of. */
final class EditedPackage {
    private static final String EXECUTABLE = "rwxr-xr-x";
    private static final String PLAIN = "rw-r--r--";

    private final BuiltPackage built;
    private final LiveCode live;
    private final String sha256;
    private Sources known;

    EditedPackage(BuiltPackage built, LiveCode live) {
        this.built = built;
        this.live = live;
        this.sha256 = digest(built.zip());
        this.known = built.sources();
    }

    String resource() {
        return built.resource();
    }

    Path folder() {
        return built.folder().path();
    }

    /** What a look at the folder found. */
    sealed interface Found {
        /**
         * Files that are in force now, by their names in the folder; none when all is as it was.
         */
        record Applied(List<Path> files) implements Found {}

        /** One that a build depends on. */
        record NeedsBuild(Path file) implements Found {}
    }

    /** Brings the package up to its folder, unless something has to be built for that. */
    Found follow() throws IOException {
        CodeFolder folder = built.folder();
        Sources now = Sources.of(folder);
        Set<Path> differing = now.differences(known);
        for (Path file : differing) {
            if (!Packager.copies(folder, file)) {
                return new Found.NeedsBuild(file);
            }
        }
        List<Path> applied = new ArrayList<>();
        try {
            apply(differing, applied);
        } finally {
            // Also of those before one that vanished: the next look finds them as they are.
            if (!applied.isEmpty()) {
                live.edited(sha256);
            }
        }
        known = now;
        return new Found.Applied(applied);
    }

    private void apply(Set<Path> differing, List<Path> applied) throws IOException {
        if (!differing.isEmpty()) {
            Path tree = live.edit(sha256);
            for (Path file : differing) {
                if (apply(folder().resolve(file), tree, file)) {
                    applied.add(file);
                }
            }
        }
    }

    /** Whether that changed anything: saving a file as it was does not. */
    private static boolean apply(Path source, Path tree, Path file) throws IOException {
        Path target = tree.resolve(file.toString());
        if (Files.isRegularFile(source)) {
            if (isSame(source, target)) {
                return false;
            }
            put(source, tree, target);
        } else if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(target);
            deleteEmptyAbove(target, tree);
        } else {
            return false;
        }
        forgetBytecode(target);
        return true;
    }

    private static boolean isSame(Path source, Path target) throws IOException {
        return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Files.isExecutable(source) == Files.isExecutable(target)
                && Files.mismatch(source, target) == -1;
    }

    /** A reader sees the former file or the new one, and the package's own file stays. */
    private static void put(Path source, Path tree, Path target) throws IOException {
        for (Path above = target.getParent();
                above != null && above.startsWith(tree);
                above = above.getParent()) {
            if (Files.isRegularFile(above, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(above);
            }
        }
        Files.createDirectories(target.getParent());
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            FileTrees.delete(target);
        }
        Path draft = tree.resolveSibling(tree.getFileName() + ".file");
        Files.copy(source, draft, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(
                draft,
                PosixFilePermissions.fromString(Files.isExecutable(source) ? EXECUTABLE : PLAIN));
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void deleteEmptyAbove(Path target, Path tree) throws IOException {
        Path above = target.getParent();
        try {
            while (above != null && !above.equals(tree)) {
                Files.delete(above);
                above = above.getParent();
            }
        } catch (DirectoryNotEmptyException _) {
            // Others are in it.
        }
    }

    /** The node compiled Python ahead, for sources that do not change. */
    private static void forgetBytecode(Path target) throws IOException {
        String name = target.getFileName().toString();
        Path cache = target.resolveSibling("__pycache__");
        if (!name.endsWith(".py") || !Files.isDirectory(cache)) {
            return;
        }
        String module = name.substring(0, name.length() - ".py".length());
        try (DirectoryStream<Path> compiled = Files.newDirectoryStream(cache, module + ".*.pyc")) {
            for (Path each : compiled) {
                Files.delete(each);
            }
        }
    }

    private static String digest(Path zip) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(zip), sha256)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException problem) {
            throw new CommandException("cannot read " + zip);
        }
    }
}
