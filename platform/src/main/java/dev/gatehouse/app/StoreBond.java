package dev.gatehouse.app;

import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.OwnFiles;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.sql.SqlStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What keeps a data folder and a store together: an id that both have. What one names is in the
 * other; a node that took another's would delete what it does not know.
 */
final class StoreBond {
    private static final Kind<Identity> KIND = new Kind<>("store.identity", Identity.class);

    /** The store as a whole belongs to no account. */
    private static final Scope SCOPE = Scope.global(AccountId.DEFAULT);

    private static final String ONLY = "store";

    private final DataFolder folder;
    private final Path file;
    private final SqlStore store;
    private final Documents<Identity> identities;

    /**
     * @param id which the folder has, too
     * @param folder where that was when the two met, for people
     */
    private record Identity(String id, String folder) {}

    private StoreBond(DataFolder folder, SqlStore store) {
        this.folder = folder;
        this.file = folder.identity();
        this.store = store;
        this.identities = store.documents(KIND);
    }

    /**
     * Lets a folder and a store go on together, or for the first time.
     *
     * @param adopt whether two that do not know each other are to be together from now on
     * @throws SettingsException they do not belong together
     */
    static void tie(DataFolder folder, SqlStore store, boolean adopt) {
        StoreBond bond = new StoreBond(folder, store);
        try {
            Optional<String> known = bond.known();
            Optional<Identity> stored = bond.identities.find(SCOPE, ONLY).map(Stored::value);
            if (known.isPresent() && known.equals(stored.map(Identity::id))) {
                return;
            }
            if (!adopt) {
                bond.requireNew(known, stored);
            }
            bond.tie();
        } catch (IOException e) {
            throw new SettingsException("cannot write %s: %s".formatted(bond.file, e.getMessage()));
        }
    }

    private void requireNew(Optional<String> known, Optional<Identity> stored) {
        if (stored.isEmpty()) {
            if (known.isPresent() ? store.isEmpty() : store.isEmpty() && folder.hasContents()) {
                throw lost();
            }
            if (known.isPresent()) {
                throw strangers("another data folder");
            }
            return;
        }
        String owner = stored.get().folder();
        boolean here = known.isEmpty() && owner.equals(folder.path().toString());
        if (here && !store.isEmpty() && !folder.hasContents()) {
            throw emptied();
        }
        if (known.isPresent() || !(here || store.isEmpty())) {
            throw strangers("the data folder " + owner);
        }
    }

    private SettingsException emptied() {
        return new SettingsException(
                "the data folder %s is empty, but its store is not; restore the folder, or start with --set adopt=true: functions whose packages are lost fail then"
                        .formatted(folder.path()));
    }

    private SettingsException lost() {
        return new SettingsException(
                "the store is empty, but the data folder %s is not: its database is lost or another one; restore the database, name the right --set store, or choose another --data folder (--set adopt=true begins anew in this one)"
                        .formatted(folder.path()));
    }

    private SettingsException strangers(String owner) {
        return new SettingsException(
                "the store belongs to %s, not to %s; start it with its own --data folder, or this folder with its own --set store (--set adopt=true takes the two together: what only one of them knows is lost)"
                        .formatted(owner, folder.path()));
    }

    /** The store first: one that is empty may be named again after a kill in between. */
    private void tie() throws IOException {
        Identity identity = new Identity(UUID.randomUUID().toString(), folder.path().toString());
        identities.delete(SCOPE, ONLY);
        identities.insert(SCOPE, ONLY, identity);
        write(identity.id());
    }

    private Optional<String> known() throws IOException {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private void write(String id) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                OwnFiles.open(
                        draft,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE))) {
            channel.write(ByteBuffer.wrap((id + '\n').getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
