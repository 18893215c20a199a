package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.sigv4.Hashes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Holds what comes against the hash that was signed, at its end. */
final class HashedInput extends FilterInputStream {
    private final String signedHash;
    private final MessageDigest digest = Hashes.sha256();
    private boolean verified;

    HashedInput(InputStream in, String signedHash) {
        super(in);
        this.signedHash = signedHash;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > 0) {
            digest.update(into, offset, read);
        } else if (read < 0 && !verified) {
            PayloadHash.require(signedHash, HexFormat.of().formatHex(digest.digest()));
            verified = true;
        }
        return read;
    }
}
