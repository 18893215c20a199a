package dev.gatehouse.lambda.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Builds archives, also such that no honest tool would write. */
public final class Zips {
    private static final int SYMLINK = 0120777;

    private final SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    private final ZipArchiveOutputStream out = new ZipArchiveOutputStream(channel);

    /** An archive of one text file. */
    public static byte[] of(String name, String text) {
        return new Zips().file(name, 0644, text).bytes();
    }

    public Zips file(String name, int mode, String text) {
        return entry(name, 0100000 | mode, text.getBytes(StandardCharsets.UTF_8));
    }

    public Zips file(String name, byte[] content) {
        return entry(name, 0100644, content);
    }

    public Zips link(String name, String target) {
        return entry(name, SYMLINK, target.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        try {
            out.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(channel.array(), 0, (int) channel.size());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Zips entry(String name, int mode, byte[] content) {
        try {
            ZipArchiveEntry entry = new ZipArchiveEntry(name);
            entry.setUnixMode(mode);
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
