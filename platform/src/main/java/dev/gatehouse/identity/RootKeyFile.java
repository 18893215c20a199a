package dev.gatehouse.identity;

import dev.gatehouse.kernel.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key pair of the account's root, in a file that only the node's user can read. It has the form
 * of AWS's shared credentials files, so that {@code AWS_SHARED_CREDENTIALS_FILE} may name it.
 */
public final class RootKeyFile {
    private static final String NAME = "root-credentials";
    private static final Pattern ID = Pattern.compile("(?m)^aws_access_key_id\\s*=\\s*(\\S+)$");
    private static final Pattern SECRET =
            Pattern.compile("(?m)^aws_secret_access_key\\s*=\\s*(\\S+)$");

    private RootKeyFile() {}

    /** Where it is in a data folder. */
    public static Path in(Path folder) {
        return folder.resolve(NAME);
    }

    /**
     * The pair of a data folder, which is made at the first start.
     *
     * @throws IOException when it can be neither read nor written, or others may read it
     */
    public static AccessKey readOrMake(Path folder) throws IOException {
        Path file = in(folder);
        if (!Files.exists(file)) {
            AccessKey made = AccessKey.generate("AKIA");
            Path draft = folder.resolve(NAME + ".new");
            Files.deleteIfExists(draft);
            Files.writeString(OwnFiles.create(draft), text(made));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        }
        OwnFiles.requireOwn(file);
        return read(folder).orElseThrow(() -> new IOException("no key pair in " + file));
    }

    private static String text(AccessKey key) {
        return "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                .formatted(key.id(), key.secret());
    }

    /** The pair of a data folder; empty when there is none, or not for this user. */
    public static Optional<AccessKey> read(Path folder) {
        try {
            String text = Files.readString(in(folder));
            Matcher id = ID.matcher(text);
            Matcher secret = SECRET.matcher(text);
            return id.find() && secret.find()
                    ? Optional.of(new AccessKey(id.group(1), secret.group(1), null))
                    : Optional.empty();
        } catch (IOException notHere) {
            return Optional.empty();
        }
    }
}
