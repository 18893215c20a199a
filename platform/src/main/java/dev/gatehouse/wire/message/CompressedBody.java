package dev.gatehouse.wire.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Bodies that SDKs send compressed: those of operations whose model asks for it. */
public final class CompressedBody {
    private static final String ENCODING = "Content-Encoding";

    /** More than any operation takes whose requests are compressed. */
    private static final int LONGEST = 10 << 20;

    private CompressedBody() {}

    /** The request with its body as it was before; empty when it is broken or too long. */
    public static Optional<WireRequest> read(WireRequest request) {
        String encoding = request.headers().first(ENCODING);
        if (encoding == null || !encoding.strip().equalsIgnoreCase("gzip")) {
            return Optional.of(request);
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            byte[] plain = in.readNBytes(LONGEST + 1);
            return plain.length > LONGEST ? Optional.empty() : Optional.of(request.with(plain));
        } catch (IOException broken) {
            return Optional.empty();
        }
    }
}
