package dev.gatehouse.lambda.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Unreferenced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class CodeStoreTest {
    private static final CodeLimits SMALL = new CodeLimits(100_000, 1_000_000, 50);

    private final Path folder;
    private final CodeStore store;

    CodeStoreTest(@TempDir Path folder) {
        this.folder = folder;
        this.store = open(folder);
    }

    @Test
    void unpacksFilesWithTheirModes() throws IOException {
        byte[] zip =
                new Zips()
                        .file("bootstrap", 0755, "#!/bin/sh")
                        .file("lib/deep/module.py", 0640, "x = 1")
                        .file("private.txt", 0600, "seen by the function")
                        .bytes();
        Path tree = store.tree(store.take(zip).key());
        assertThat(modeOf(tree.resolve("bootstrap"))).isEqualTo("rwxr-xr-x");
        assertThat(modeOf(tree.resolve("lib/deep/module.py"))).isEqualTo("rw-r--r--");
        assertThat(modeOf(tree.resolve("private.txt"))).isEqualTo("rw-r--r--");
        assertThat(modeOf(tree.resolve("lib/deep"))).isEqualTo("rwxr-xr-x");
        assertThat(tree.resolve("lib/deep/module.py")).hasContent("x = 1");
    }

    @Test
    void sharesOneTreeAmongEqualPackages() throws IOException {
        byte[] zip = Zips.of("a.txt", "same");
        CodePackage first = store.take(zip);
        assertThat(store.take(zip)).isEqualTo(first);
        assertThat(trees()).containsExactly(store.tree(first.key()));
    }

    @Test
    void unpacksEqualPackagesOnce() throws IOException {
        byte[] zip = Zips.of("a.txt", "same");
        CodePackage first = store.take(zip);
        Files.delete(folder.resolve("trees/drafts"));
        assertThat(store.take(zip)).isEqualTo(first);
    }

    @Test
    void unpacksAKnownPackageAgainWhenItsTreeIsGone() throws IOException {
        byte[] zip = Zips.of("a.txt", "same");
        CodePackage first = store.take(zip);
        FileTrees.delete(store.tree(first.key()));
        assertThat(store.take(zip)).isEqualTo(first);
        assertThat(store.tree(first.key()).resolve("a.txt")).hasContent("same");
    }

    @Test
    void preparesATreeOnceForEachRuntime() throws IOException {
        BlobKey key = store.take(Zips.of("a.py", "same")).key();
        List<String> prepared = new ArrayList<>();
        PackagePreparation preparation = (tree, runtime) -> prepared.add(runtime);
        for (String runtime : List.of("python3.11", "python3.11", "python3.12")) {
            store.prepare(key, runtime, preparation);
        }
        assertThat(prepared).containsExactly("python3.11", "python3.12");
        FileTrees.delete(store.tree(key));
        store.restore(key);
        store.prepare(key, "python3.11", preparation);
        assertThat(prepared).hasSize(3);
    }

    @Test
    void reportsBothSizes() {
        byte[] zip = new Zips().file("zeros", new byte[10_000]).bytes();
        CodePackage taken = store.take(zip);
        assertThat(taken.zippedBytes()).isEqualTo(zip.length);
        assertThat(taken.unzippedBytes()).isEqualTo(10_000);
    }

    @Test
    void laterOfTwoEntriesWithOneNameWins() {
        byte[] zip = new Zips().file("x", 0644, "old").file("x", 0755, "new").bytes();
        assertThat(store.tree(store.take(zip).key()).resolve("x")).hasContent("new");
    }

    @Test
    void keepsLinksThatStayInsideOrPointToTheFunctionsOwnFolders() {
        byte[] zip =
                new Zips()
                        .link("current", "v1/app.py")
                        .link("cache", "/tmp/cache")
                        .file("v1/app.py", 0644, "pass")
                        .bytes();
        Path tree = store.tree(store.take(zip).key());
        assertThat(tree.resolve("current")).isSymbolicLink().hasContent("pass");
        assertThat(tree.resolve("cache")).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/outside", "a/../../outside", "..", "a/../b"})
    void rejectsEntriesThatLeaveTheTree(String name) {
        assertUnusable(() -> store.take(Zips.of(name, "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../secret", "..", "a/../../.."})
    void rejectsLinksThatLeaveTheTree(String target) {
        assertUnusable(() -> store.take(new Zips().link("link", target).bytes()));
    }

    @Test
    void rejectsToWriteThroughALink() {
        byte[] zip = new Zips().link("d", "/tmp").link("d/evil", "/tmp/x").bytes();
        assertUnusable(() -> store.take(zip));
        byte[] file = new Zips().link("d", "/tmp").file("d/evil", 0644, "x").bytes();
        assertUnusable(() -> store.take(file));
    }

    @Test
    void rejectsLinksThatLeadOutTogether() {
        byte[] zip =
                new Zips()
                        .file("x/here", 0644, "")
                        .link("x/up", "..")
                        .link("out", "x/up/../..")
                        .bytes();
        assertUnusable(() -> store.take(zip));
    }

    @Test
    void rejectsAFileWhereAFolderIs() {
        assertUnusable(
                () -> store.take(new Zips().file("a/b", 0644, "").file("a", 0644, "").bytes()));
        assertUnusable(
                () -> store.take(new Zips().file("a", 0644, "").file("a/b", 0644, "").bytes()));
    }

    @Test
    void rejectsWhatIsNoZip() {
        assertUnusable(() -> store.take("not a zip".getBytes(StandardCharsets.UTF_8)));
        byte[] torn = Zips.of("a.txt", "whole");
        torn[torn.length - 10] ^= 0x55;
        assertUnusable(() -> store.take(Arrays.copyOf(torn, torn.length - 5)));
    }

    @Test
    void rejectsAFileWhoseChecksumIsNotThatOfItsContent() {
        byte[] zip = Zips.of("a.txt", "whole");
        int directory = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        zip[directory + 16] ^= 0x55;
        assertUnusable(() -> store.take(zip));
    }

    @Test
    void rejectsAFileWhoseSizeIsNotThatOfItsContent() {
        byte[] zip = Zips.of("a.txt", "whole");
        int directory = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        zip[directory + 24]++;
        assertUnusable(() -> store.take(zip));
    }

    @Test
    void rejectsABombByWhatComesOut() throws IOException {
        byte[] bomb = new Zips().file("zeros", new byte[1_000_000]).bytes();
        assertThat(bomb.length).isLessThan(2_000);
        assertThatThrownBy(() -> store.take(bomb))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Unzipped size must be smaller than 1000000 bytes");
        assertThat(trees()).isEmpty();
    }

    @Test
    void rejectsAnArchiveOfNothing() {
        assertThatThrownBy(() -> store.take(new Zips().bytes()))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Uploaded file must be a non-empty zip");
        assertThat(trees()).isEmpty();
    }

    @Test
    void rejectsTooManyEntries() {
        Zips zip = new Zips();
        for (int i = 0; i < 51; i++) {
            zip.file("f" + i, 0644, "");
        }
        assertUnusable(() -> store.take(zip.bytes()));
    }

    @Test
    void rejectsANameNoFileCanHave() {
        byte[] deep = new Zips().file("a/".repeat(20_000) + "b", 0644, "x").bytes();
        assertUnusable(() -> store.take(deep));
    }

    @Test
    void keepsTheArchiveOfOthersWhenItCannotBeUnpackedOnceMore() {
        byte[] zip = new Zips().file("a", 0644, "a").file("b", 0644, "b").bytes();
        CodePackage theirs = store.take(zip);
        CodeStore strict =
                CodeStore.open(folder, new CodeLimits(100_000, 1_000_000, 1), Clock.SYSTEM);
        assertThatThrownBy(() -> strict.take(zip)).isInstanceOf(ServiceException.class);
        assertThat(store.archive(theirs.key())).exists();
    }

    @Test
    void rejectsAnArchiveLargerThanARequestMayBring() {
        assertThatThrownBy(() -> store.take(new byte[100_001]))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Zipped size must be smaller than 100000 bytes");
    }

    @Test
    void makesAMissingTreeAgain() throws IOException {
        CodePackage taken = store.take(Zips.of("a.txt", "kept"));
        FileTrees.delete(store.tree(taken.key()));
        store.restore(taken.key());
        assertThat(store.tree(taken.key()).resolve("a.txt")).hasContent("kept");
    }

    @Test
    void sweepsOnlyWhatNobodyHasNamedForHours() {
        TurnableClock clock = new TurnableClock();
        CodeStore swept = CodeStore.open(folder, SMALL, clock);
        CodePackage named = swept.take(Zips.of("a.txt", "named"));
        CodePackage unnamed = swept.take(Zips.of("a.txt", "unnamed"));
        assertThat(swept.sweep(Set.of(named.key()))).isZero();
        clock.turn(Unreferenced.APART);
        assertThat(swept.sweep(Set.of(named.key()))).isEqualTo(1);
        assertThat(swept.tree(named.key())).isDirectory();
        assertThat(swept.tree(unnamed.key())).doesNotExist();
        assertThat(swept.archive(unnamed.key())).doesNotExist();
    }

    @Test
    void clearsWhatAKilledNodeLeftHalfMade() throws IOException {
        Path draft = Files.createDirectories(folder.resolve("trees/drafts/half/made"));
        open(folder);
        assertThat(draft.getParent()).doesNotExist();
    }

    private static CodeStore open(Path folder) {
        return CodeStore.open(folder, SMALL, Clock.SYSTEM);
    }

    private void assertUnusable(ThrowingCallable intake) {
        assertThatThrownBy(intake)
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "Could not unzip uploaded file. Please check your file, then try to upload"
                                + " again.");
        assertThat(trees()).isEmpty();
    }

    private List<Path> trees() {
        try (Stream<Path> all = Files.list(folder.resolve("trees"))) {
            return all.filter(path -> !path.endsWith("drafts")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String modeOf(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
