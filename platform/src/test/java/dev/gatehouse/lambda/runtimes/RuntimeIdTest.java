package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class RuntimeIdTest {
    @ParameterizedTest
    @CsvSource({
        "python3.8, PYTHON, 3.8",
        "python3.14, PYTHON, 3.14",
        "nodejs20.x, NODEJS, 20",
        "nodejs24.x, NODEJS, 24",
        "java8.al2, JAVA, 8",
        "java25, JAVA, 25",
        "ruby3.3, RUBY, 3.3",
        "dotnet8, DOTNET, 8",
        "dotnetcore3.1, DOTNET, 3.1",
        "go1.x, GO, 1",
        "provided, PROVIDED, ''",
        "provided.al2023, PROVIDED, ''"
    })
    void theIdTellsLanguageAndVersion(String id, Language language, String version) {
        RuntimeId parsed = RuntimeId.parse(id);
        assertThat(parsed.language()).isEqualTo(language);
        assertThat(parsed.version()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({"3.12, 3.13, 3.11", "3.12, 3.14, 3.10", "20, 22, 18"})
    void aNewerVersionIsNearerThanAnOlderOneAsFarAway(String wanted, String newer, String older) {
        assertThat(Versions.distance(wanted, newer)).isLessThan(Versions.distance(wanted, older));
    }
}
