package dev.gatehouse.identity.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
final class SecretsTest {
    @TempDir Path folder;
    private Store store;

    @BeforeEach
    void open() {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Secrets under(MasterKey master) {
        return new Secrets(store, master, Clock.SYSTEM);
    }

    private static MasterKey fresh() {
        return LocalMasterKey.of(LocalMasterKey.generate());
    }

    @Test
    void aSecretIsReadByItsOwnerAlone() {
        Secrets secrets = under(fresh());

        String kept = secrets.encrypt("wJalrXUtnFEMI", "AKIA1");

        assertThat(kept).doesNotContain("wJalr").isNotEqualTo(secrets.encrypt("wJalr", "AKIA1"));
        assertThat(secrets.decrypt(kept, "AKIA1")).isEqualTo("wJalrXUtnFEMI");
        assertThatThrownBy(() -> secrets.decrypt(kept, "AKIA2"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets.decrypt(altered(kept), "AKIA1"))
                .isInstanceOf(IllegalStateException.class);
    }

    private static String altered(String kept) {
        int colon = kept.lastIndexOf(':');
        byte[] bytes = Base64.getDecoder().decode(kept.substring(colon + 1));
        bytes[bytes.length - 20] ^= 1;
        return kept.substring(0, colon + 1) + Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void whatAnEarlierReleaseKeptAsItIsCanBeRead() {
        assertThat(under(fresh()).decrypt("plain/secret+of40characters", "AKIA1"))
                .isEqualTo("plain/secret+of40characters");
    }

    @Test
    void anotherProcessWithTheMasterKeyReadsIt() {
        MasterKey master = fresh();
        String kept = under(master).encrypt("secret", "AKIA1");

        assertThat(under(master).decrypt(kept, "AKIA1")).isEqualTo("secret");
        assertThat(under(master).requireMaster()).isTrue();
    }

    @Test
    void anotherMasterKeyIsSaidToBeAnother() {
        under(fresh()).encrypt("secret", "AKIA1");

        assertThatThrownBy(() -> under(fresh()).requireMaster())
                .isInstanceOf(WrongMasterKeyException.class)
                .hasMessageContaining("previous-master-key");
    }

    @Test
    void secretsMoveToANewMasterKeyAndTheOldOneReadsNothingAnyMore() {
        MasterKey old = fresh();
        MasterKey next = fresh();
        String before = under(old).encrypt("secret", "AKIA1");

        Secrets moved = under(next);
        assertThat(moved.moveFrom(old)).isEqualTo(1);

        assertThat(moved.decrypt(before, "AKIA1")).isEqualTo("secret");
        String after = moved.encrypt("another", "AKIA2");
        assertThat(after).startsWith("encrypted:000002:");
        assertThat(under(next).decrypt(after, "AKIA2")).isEqualTo("another");
        assertThat(moved.moveFrom(old)).isZero();
        assertThatThrownBy(() -> under(old).decrypt(before, "AKIA1"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> under(old).requireMaster())
                .isInstanceOf(WrongMasterKeyException.class);
    }

    @Test
    void aMasterKeyOfAnotherLengthIsNoneAndNotRepeated() {
        assertThatThrownBy(() -> LocalMasterKey.of("c2hvcnQ="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a master key is 32 bytes in Base64");
        assertThat(fresh().toString()).doesNotContain("[");
    }
}
