package dev.gatehouse.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class PackagerTest {
    @TempDir private Path folder;

    @Test
    void aToolThatRunsElsewhereFindsTheOutputOfARelativeCache() throws IOException {
        Path code = Files.createDirectory(folder.resolve("relative"));
        Files.writeString(code.resolve("app.js"), "exports.handler = async () => 1;");
        Path cache = Path.of("").toAbsolutePath().relativize(folder.resolve("cache"));

        Path zip = new Packager(cache).pack(new CodeFolder(code, "nodejs20.x", ""));

        assertThat(zip).isAbsolute().exists();
    }

    @Test
    void packsSourcesAndLeavesOutWhatNeverRuns() throws IOException {
        Path code = code("app.py", "print(1)", "lib/util.py", "x = 1", "__pycache__/app.pyc", "no");

        Path zip =
                new Packager(folder.resolve("cache")).pack(new CodeFolder(code, "python3.12", ""));

        assertThat(entries(zip)).containsExactly("app.py", "lib/util.py");
    }

    @Test
    void anInterpreterThatAVersionManagerOnlyPromisesIsNone() throws IOException {
        Path shim = program("shims", "python3.99", "echo 'python3.99: not installed'; exit 127");
        Path real = program("real", "python3", "echo Python 3.13");
        String path = shim.getParent() + ":" + real.getParent();

        assertThat(Tool.find(path, Tool::runs, "python3.99", "python3")).contains(real);
        assertThat(Tool.find(path, Tool::runs, "python3.99")).isEmpty();
    }

    private Path program(String directory, String name, String script) throws IOException {
        Path file = Files.createDirectory(folder.resolve(directory)).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void theSameSourcesGiveTheSamePackage() throws IOException {
        Path code = code("app.py", "print(1)");
        CodeFolder source = new CodeFolder(code, "python3.12", "");

        byte[] first = Files.readAllBytes(new Packager(folder.resolve("one")).pack(source));
        byte[] second = Files.readAllBytes(new Packager(folder.resolve("two")).pack(source));

        assertThat(first).isEqualTo(second);
    }

    @Test
    void foldersWithTheSameSourcesHavePackagesOfTheirOwnWhereThatIsAsked() throws IOException {
        Packager packager = Packager.apart(folder.resolve("cache"));
        Path zip = packager.pack("One", new CodeFolder(code("app.py", "x"), "ruby3.3", "")).zip();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.writeString(copy.resolve("app.py"), "x");
        Path other = packager.pack("Other", new CodeFolder(copy, "ruby3.3", "")).zip();

        assertThat(entries(other)).isEqualTo(entries(zip));
        assertThat(Files.mismatch(other, zip)).isNotNegative();
    }

    @Test
    void whatABuildDependsOnIsNoCopy() throws IOException {
        CodeFolder python =
                new CodeFolder(code("requirements.txt", "", "a.py", ""), "python3.12", "");
        assertThat(Packager.copies(python, Path.of("a.py"))).isTrue();
        assertThat(Packager.copies(python, Path.of("requirements.txt"))).isFalse();
        Path go = Files.createDirectory(folder.resolve("go"));
        Files.writeString(go.resolve("go.mod"), "module x");
        CodeFolder program = new CodeFolder(go, "provided.al2023", "");
        assertThat(Packager.copies(program, Path.of("main.go"))).isFalse();
    }

    @Test
    void sourcesWinOverWhatAToolPutInTheirPlace() throws IOException {
        Path output = Files.createDirectory(folder.resolve("output"));
        Files.writeString(output.resolve("six.py"), "installed");

        Folders.copy(code("six.py", "own"), output);

        assertThat(output.resolve("six.py")).hasContent("own");
    }

    @Test
    void aToolMaySpeakAnyEncoding() {
        List<String> latin = List.of("sh", "-c", "printf 'caf\\351 burnt down\\n'; exit 1");

        assertThatThrownBy(() -> new Tool(folder).run(latin))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("burnt down");
    }

    @Test
    void whatNobodyAskedForInAMonthIsNotKept() throws IOException {
        Path cache = folder.resolve("cache");
        Packager packager = new Packager(cache);
        Path code = code("app.py", "print(1)");
        Path kept = packager.pack(new CodeFolder(code, "python3.12", ""));
        Path old = packager.pack(new CodeFolder(code, "python3.11", ""));
        Path half = Files.createDirectories(cache.resolve("build-killed/lib")).getParent();
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(31)));
        for (Path each : List.of(kept, old, half)) {
            Files.setLastModifiedTime(each, longAgo);
        }

        packager.pack(new CodeFolder(code, "python3.12", ""));
        Path fresh = packager.pack(new CodeFolder(code, "python3.13", ""));

        assertThat(cache).isDirectoryContaining(kept::equals).isDirectoryContaining(fresh::equals);
        assertThat(old).doesNotExist();
        assertThat(half).doesNotExist();
    }

    @Test
    void aFolderBehindALinkIsPackedToo() throws IOException {
        Path code = code("app.py", "import shared.util");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.writeString(shared.resolve("util.py"), "x = 1");
        Files.createSymbolicLink(code.resolve("shared"), shared);

        Path zip =
                new Packager(folder.resolve("cache")).pack(new CodeFolder(code, "python3.12", ""));

        assertThat(entries(zip)).containsExactly("app.py", "shared/util.py");
    }

    @Test
    void aLinkThatLeadsNowhereIsNamed() throws IOException {
        Path code = code("app.py", "print(1)");
        Files.createSymbolicLink(code.resolve("lost"), folder.resolve("nowhere"));

        assertThatThrownBy(
                        () ->
                                new Packager(folder.resolve("cache"))
                                        .pack(new CodeFolder(code, "python3.12", "")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("lost is not there");
    }

    @Test
    void whatHasNoRuntimeIsPackedWhole() throws IOException {
        Path code = code("nodejs/node_modules/pkg/index.js", "exports.x = 1;");
        Path zip = new Packager(folder.resolve("cache")).pack(new CodeFolder(code, "", ""));
        assertThat(entries(zip)).containsExactly("nodejs/node_modules/pkg/index.js");
    }

    @Test
    void aZipThatSomebodyMadeGoesAsItIsUnderANameOfItsContent() throws IOException {
        Path zip = Files.writeString(folder.resolve("made.zip"), "one");
        Packager packager = new Packager(folder.resolve("cache"));
        Path first = packager.pack(new CodeFolder(zip, "python3.12", ""));
        assertThat(first).hasContent("one");
        Files.writeString(zip, "another");
        assertThat(packager.pack(new CodeFolder(zip, "python3.12", "")))
                .isNotEqualTo(first)
                .hasContent("another");
    }

    @Test
    void aChangedSourceGivesAnotherName() throws IOException {
        Path code = code("app.py", "print(1)");
        Packager packager = new Packager(folder.resolve("cache"));
        Path before = packager.pack(new CodeFolder(code, "python3.12", ""));
        Files.writeString(code.resolve("app.py"), "print(2)");

        assertThat(packager.pack(new CodeFolder(code, "python3.12", ""))).isNotEqualTo(before);
    }

    @Test
    void saysWhatIsWrongWithAFolder() {
        Packager packager = new Packager(folder.resolve("cache"));
        assertThatThrownBy(
                        () ->
                                packager.pack(
                                        new CodeFolder(folder.resolve("none"), "python3.12", "")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("there is no folder");
        assertThatThrownBy(
                        () ->
                                packager.pack(
                                        new CodeFolder(
                                                code("a", "b"),
                                                "provided.al2",
                                                "rust-cargolambda")))
                .isInstanceOf(BuildException.class)
                .hasMessage("BuildMethod rust-cargolambda is not supported");
    }

    @Test
    void aFailingToolShowsWhatItSaid() throws IOException {
        Path code = code("app.py", "", "requirements.txt", "no such requirement !!");
        assertThatThrownBy(
                        () ->
                                new Packager(folder.resolve("cache"))
                                        .pack(new CodeFolder(code, "python3.11", "")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("requirement");
        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void aGemfileNeedsBundler() throws IOException {
        assumeFalse(Tool.onPath("bundle").isPresent(), "bundle is on the PATH");
        Path code = code("app.rb", "", "Gemfile", "");

        assertThatThrownBy(
                        () ->
                                new Packager(folder.resolve("cache"))
                                        .pack(new CodeFolder(code, "ruby3.3", "")))
                .isInstanceOf(BuildException.class)
                .hasMessage("a Ruby function with a Gemfile needs bundle on the PATH");
        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void theGemsOfAGemfileAreBundledIntoThePackage() throws IOException {
        assumeTrue(Tool.onPath("bundle").isPresent(), "bundle is not on the PATH");
        Path code =
                code(
                        "app.rb",
                        "require 'tiny'",
                        "Gemfile",
                        "gem 'tiny', path: 'tiny'",
                        "tiny/tiny.gemspec",
                        "Gem::Specification.new { |s| s.name = 'tiny'; s.version = '1.0';"
                                + " s.summary = s.author = 'x' }");

        Path zip = new Packager(folder.resolve("cache")).pack(new CodeFolder(code, "ruby3.3", ""));

        assertThat(entries(zip)).contains("app.rb", "Gemfile.lock", ".bundle/config");
        assertThat(code.resolve("Gemfile.lock")).doesNotExist();
    }

    private Path code(String... files) throws IOException {
        Path code = Files.createTempDirectory(folder, "code");
        for (int index = 0; index < files.length; index += 2) {
            Path file = code.resolve(files[index]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, files[index + 1]);
        }
        return code;
    }

    private static List<String> entries(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream().map(ZipEntry::getName).map(String::valueOf).toList();
        }
    }
}
