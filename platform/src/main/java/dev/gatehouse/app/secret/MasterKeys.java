package dev.gatehouse.app.secret;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.MasterKeySetting;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.client.KmsMasterKey;
import dev.gatehouse.client.http.Signing;
import dev.gatehouse.identity.secret.LocalMasterKey;
import dev.gatehouse.identity.secret.MasterKey;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.identity.secret.WrongMasterKeyException;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.OwnFiles;
import dev.gatehouse.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the master key that the settings name, and goes over to it from the one before. */
public final class MasterKeys {
    private static final Logger LOG = LoggerFactory.getLogger(MasterKeys.class);
    private static final String FILE = "master-key";

    private final Config config;
    private final Store store;
    private final Map<String, String> environment;
    private final Clock clock;

    /**
     * @param environment the process's variables, of which one may hold a key
     */
    public MasterKeys(Config config, Store store, Map<String, String> environment, Clock clock) {
        this.config = config;
        this.store = store;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * The node's secrets, under the master key of the settings.
     *
     * @throws SettingsException there is no such key, or the store's secrets are under another
     */
    public Secrets secrets() {
        MasterKeySetting before = config.root().previousMasterKey();
        MasterKey now = find(config.root().masterKey(), before != null);
        Secrets secrets = new Secrets(store, now, clock);
        try {
            if (before != null) {
                int moved = secrets.moveFrom(find(before, false));
                LOG.info(
                        "{} data keys were moved to the new master key; previous-master-key is not"
                                + " needed any more",
                        moved);
            }
            secrets.requireMaster();
            return secrets;
        } catch (WrongMasterKeyException wrong) {
            throw new SettingsException(String.valueOf(wrong.getMessage()));
        }
    }

    private MasterKey find(MasterKeySetting setting, boolean isNew) {
        try {
            return switch (setting) {
                case MasterKeySetting.InFile(Path file) -> LocalMasterKey.of(read(file, isNew));
                case MasterKeySetting.InEnvironment(String name) ->
                        LocalMasterKey.of(variable(name));
                case MasterKeySetting.AtKms(String keyId) ->
                        new KmsMasterKey(kms(), keyId, signing());
            };
        } catch (IllegalArgumentException malformed) {
            throw new SettingsException(String.valueOf(malformed.getMessage()));
        }
    }

    private String read(Path given, boolean isNew) {
        Path file = given.toString().isEmpty() ? config.data().resolve(FILE) : given;
        try {
            if (!Files.exists(file)) {
                if (!isNew && Secrets.areIn(store)) {
                    throw new SettingsException(
                            "the store has secrets, and their master key is not at %s; put it back, or name it by the setting master-key"
                                    .formatted(file));
                }
                return made(file);
            }
            OwnFiles.requireOwn(file);
            return Files.readString(file);
        } catch (IOException problem) {
            throw new SettingsException("no master key: " + problem.getMessage());
        }
    }

    private static String made(Path file) throws IOException {
        String key = LocalMasterKey.generate();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.writeString(OwnFiles.create(draft), key + '\n');
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new SettingsException("there is no master key in the variable " + name);
        }
        return value;
    }

    private URI kms() {
        URI endpoint = config.elsewhere().endpoints().get("kms");
        if (endpoint == null) {
            throw new SettingsException("a master key at KMS needs endpoint.kms");
        }
        return endpoint;
    }

    private Signing signing() {
        return new Signing(
                config.root().outward(), config.home().region(), new SigningKeys(), clock);
    }
}
