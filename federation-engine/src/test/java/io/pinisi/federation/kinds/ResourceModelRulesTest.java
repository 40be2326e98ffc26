package io.pinisi.federation.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResourceModelRulesTest {
    @Test
    void gradesThatFollowOneAnotherAreGood() {
        assertEquals(
                List.of(),
                faults(
                        "{grade: 0, ranges: [{name: cpu, min: 0, max: 1}]},"
                                + " {grade: 1, ranges: [{name: cpu, min: '1', max: 64}]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{grade: 1, ranges: [{name: cpu, min: 0, max: 1}]} | [0].grade",
                "{grade: 0, ranges: [{name: cpu, min: 1, max: 2}]} | [0].ranges",
                "{grade: 0, ranges: [{name: cpu, min: 0, max: 0}]} | [0].ranges[0].max",
                "{grade: 0, ranges: [{name: cpu, min: 0, max: much}]} | [0].ranges[0].max",
                "{grade: 0, ranges: [{min: 0, max: 1}]} | [0].ranges[0].name",
                "{grade: 0} | [0].ranges",
                "{grade: 0, ranges: [{name: cpu, min: 0, max: 1}]}, {grade: 1, ranges: [{name:"
                        + " cpu, min: 2, max: 3}]} | [1].ranges",
                "{grade: 0, ranges: [{name: cpu, min: 0, max: 1}]}, {grade: 1, ranges: [{name:"
                        + " memory, min: 0, max: 3}]} | [1].ranges",
            })
    void whatIsWrongIsNamed(String models, String field) {
        assertEquals(List.of("spec.resourceModels" + field), faults(models));
    }

    private static List<String> faults(String models) {
        FaultList faults = new FaultList();
        new ResourceModelRules(faults)
                .check(Yaml.parse("models: [" + models + "]").getFirst().path("models"));
        return faults.all().stream().map(FieldError::field).toList();
    }
}
