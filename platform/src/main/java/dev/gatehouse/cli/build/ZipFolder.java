package dev.gatehouse.cli.build;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Packs a folder so that the same content always gives the same bytes. */
final class ZipFolder {
    private static final LocalDateTime ALWAYS = LocalDateTime.of(2020, 1, 1, 0, 0);
    private static final int EXECUTABLE = 0100755;
    private static final int PLAIN = 0100644;

    private ZipFolder() {}

    static void write(Path folder, Path zip) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new BuildException("there is nothing to package in " + folder);
        }
        try (OutputStream out = Files.newOutputStream(zip);
                ZipArchiveOutputStream archive = new ZipArchiveOutputStream(out)) {
            for (Path file : files) {
                ZipArchiveEntry entry =
                        new ZipArchiveEntry(folder.relativize(file).toString().replace('\\', '/'));
                entry.setTimeLocal(ALWAYS);
                entry.setUnixMode(Files.isExecutable(file) ? EXECUTABLE : PLAIN);
                archive.putArchiveEntry(entry);
                Files.copy(file, archive);
                archive.closeArchiveEntry();
            }
        }
    }

    /** Gives an archive without a comment one: what stands last in it, behind its length. */
    static void comment(Path zip, byte[] comment) throws IOException {
        try (FileChannel file = FileChannel.open(zip, StandardOpenOption.WRITE)) {
            ByteBuffer end = ByteBuffer.allocate(2 + comment.length).order(ByteOrder.LITTLE_ENDIAN);
            end.putShort((short) comment.length).put(comment).flip();
            for (long at = file.size() - 2; end.hasRemaining(); ) {
                at += file.write(end, at);
            }
        }
    }
}
