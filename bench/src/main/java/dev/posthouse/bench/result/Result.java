package dev.posthouse.bench.result;

import dev.posthouse.bench.part.Latency;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one scenario measured on one database. Figures are numbers by name ([Measures] knows their
/// units), facts are words, curves are whole distributions.
public final class Result {
  private final String scenario;
  private final String database;
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final Map<String, Latency> curves = new LinkedHashMap<>();

  public Result(String scenario, String database) {
    this.scenario = scenario;
    this.database = database;
  }

  public String scenario() {
    return scenario;
  }

  public String database() {
    return database;
  }

  public Result figure(String name, double value) {
    figures.put(name, value);
    return this;
  }

  /// A figure that was counted.
  public Result count(String name, long value) {
    return figure(name, (double) value);
  }

  public Result fact(String name, String value) {
    facts.put(name, value);
    return this;
  }

  public Result curve(String name, Latency latency) {
    curves.put(name, latency);
    return this;
  }

  public Map<String, Double> figures() {
    return figures;
  }

  /// NaN if it was not measured.
  public double figure(String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  public Map<String, String> facts() {
    return facts;
  }

  public Map<String, Latency> curves() {
    return curves;
  }
}
