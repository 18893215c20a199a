package dev.gatehouse.lambda.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds layers, also such that no honest tool would write. */
public final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes);

    public Tar() {
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    public Tar file(String name, String text) {
        return file(name, 0644, text.getBytes(StandardCharsets.UTF_8));
    }

    public Tar file(String name, int mode, byte[] content) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(content.length);
        return put(entry, content);
    }

    public Tar copy(Path file, String name) {
        try {
            return file(name, 0755, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Tar folder(String name) {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(0700);
        return put(entry, new byte[0]);
    }

    public Tar link(String name, String target) {
        return link(name, target, TarConstants.LF_SYMLINK);
    }

    public Tar hardLink(String name, String target) {
        return link(name, target, TarConstants.LF_LINK);
    }

    private Tar link(String name, String target, byte type) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(target);
        return put(entry, new byte[0]);
    }

    private Tar put(TarArchiveEntry entry, byte[] content) {
        try {
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes() {
        try {
            out.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
