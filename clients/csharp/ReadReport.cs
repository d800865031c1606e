// Reads a report of docforensics (schema 2.x) and prints its verdict, its adverse findings with the places on the picture, and what
// could not be checked. A key that is not named here is passed over. Nothing is needed but the standard library of .NET, .NET
// Framework or Mono: one file, in C# 7.
//
//     mcs -r:System.Runtime.Serialization.dll ReadReport.cs && mono ReadReport.exe report.json      with Mono
//
// In a project of .NET this file needs nothing added.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;

[DataContract]
public sealed class Report
{
    [DataMember(Name = "schema_version", IsRequired = true)] public string SchemaVersion { get; set; }
    [DataMember(Name = "verdict", IsRequired = true)] public Verdict Verdict { get; set; }
    [DataMember(Name = "findings", IsRequired = true)] public Finding[] Findings { get; set; }
    [DataMember(Name = "unchecked", IsRequired = true)] public Unchecked[] Unchecked { get; set; }
    [DataMember(Name = "sides", IsRequired = true)] public Side[] Sides { get; set; }
    [DataMember(Name = "guidance")] public string[] Guidance { get; set; }
    [DataMember(Name = "guidance_codes")] public string[] GuidanceCodes { get; set; }

    /// <summary>Read a report; a file of another major version of the schema is refused.</summary>
    public static Report Load(string path)
    {
        // Without this, an object of JSON is not read as a dictionary.
        var settings = new DataContractJsonSerializerSettings { UseSimpleDictionaryFormat = true };
        using (var stream = File.OpenRead(path))
        {
            var report = (Report)new DataContractJsonSerializer(typeof(Report), settings).ReadObject(stream);
            if (!report.SchemaVersion.StartsWith("2.", StringComparison.Ordinal))
                throw new InvalidDataException($"{path}: schema {report.SchemaVersion}; this program reads 2.x.");
            return report;
        }
    }
}

[DataContract]
public sealed class Verdict
{
    [DataMember(Name = "outcome", IsRequired = true)] public string Outcome { get; set; }
    /// <summary>0 to 1, larger for forged; null where no check measured anything.</summary>
    [DataMember(Name = "score")] public double? Score { get; set; }
    [DataMember(Name = "coverage")] public double Coverage { get; set; }
    [DataMember(Name = "claims")] public Claim[] Claims { get; set; }
    [DataMember(Name = "notes")] public string[] Notes { get; set; }
    [DataMember(Name = "note_codes")] public string[] NoteCodes { get; set; }
}

[DataContract]
public sealed class Claim
{
    [DataMember(Name = "claim", IsRequired = true)] public string Id { get; set; }
    [DataMember(Name = "title")] public string Title { get; set; }
    [DataMember(Name = "state", IsRequired = true)] public string State { get; set; }
    [DataMember(Name = "why")] public string Why { get; set; }
    [DataMember(Name = "mandatory")] public bool Mandatory { get; set; }
}

[DataContract]
public sealed class Finding
{
    [DataMember(Name = "check", IsRequired = true)] public string Check { get; set; }
    [DataMember(Name = "title")] public string Title { get; set; }
    [DataMember(Name = "result", IsRequired = true)] public string Result { get; set; }
    [DataMember(Name = "log10_lr")] public double Log10Lr { get; set; }
    [DataMember(Name = "message")] public string Message { get; set; }
    [DataMember(Name = "message_code")] public string MessageCode { get; set; }
    [DataMember(Name = "regions", IsRequired = true)] public Region[] Regions { get; set; }
    /// <summary>By name a string, a number, a bool or null; which, the schema states by check.</summary>
    [DataMember(Name = "facts")] public Dictionary<string, object> Facts { get; set; }
    [DataMember(Name = "personal_facts")] public string[] PersonalFacts { get; set; }
}

[DataContract]
public sealed class Region
{
    [DataMember(Name = "side", IsRequired = true)] public int Side { get; set; }
    [DataMember(Name = "light")] public string Light { get; set; }
    /// <summary>Left, top, right, bottom on the page, mm.</summary>
    [DataMember(Name = "box_mm", IsRequired = true)] public double[] BoxMm { get; set; }
    /// <summary>Four corners (x, y) on the picture that was given, px; null where they are not known.</summary>
    [DataMember(Name = "polygon_px")] public double[][] PolygonPx { get; set; }
    [DataMember(Name = "label")] public string Label { get; set; }
}

[DataContract]
public sealed class Unchecked
{
    [DataMember(Name = "check", IsRequired = true)] public string Check { get; set; }
    [DataMember(Name = "reason")] public string Reason { get; set; }
    [DataMember(Name = "reason_code")] public string ReasonCode { get; set; }
    [DataMember(Name = "why")] public string Why { get; set; }
    [DataMember(Name = "needs")] public string Needs { get; set; }
    [DataMember(Name = "needs_codes")] public string[] NeedsCodes { get; set; }
    [DataMember(Name = "expected")] public bool Expected { get; set; }
}

[DataContract]
public sealed class Side
{
    [DataMember(Name = "template")] public string Template { get; set; }
    [DataMember(Name = "size_mm")] public double[] SizeMm { get; set; }
    [DataMember(Name = "images")] public CapturedImage[] Images { get; set; }
    [DataMember(Name = "homography")] public double[][] Homography { get; set; }
    [DataMember(Name = "outline_px")] public double[][] OutlinePx { get; set; }
}

[DataContract]
public sealed class CapturedImage
{
    [DataMember(Name = "light")] public string Light { get; set; }
    [DataMember(Name = "page")] public int Page { get; set; }
    [DataMember(Name = "width_px")] public int WidthPx { get; set; }
    [DataMember(Name = "height_px")] public int HeightPx { get; set; }
    [DataMember(Name = "to_file")] public double[][] ToFile { get; set; }
    [DataMember(Name = "file_unit")] public string FileUnit { get; set; }
    [DataMember(Name = "file_size")] public double[] FileSize { get; set; }
}

public static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments.Length != 1)
        {
            Console.Error.WriteLine("usage: ReadReport.exe report.json");
            return 2;
        }
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var report = Report.Load(arguments[0]);
        Console.WriteLine($"{report.Verdict.Outcome}, score {report.Verdict.Score?.ToString() ?? "none"}");
        foreach (var finding in report.Findings.Where(one => one.Result == "failed"))
        {
            Console.WriteLine($"{finding.Check}: {finding.Message}");
            foreach (var fact in finding.Facts)
                Console.WriteLine($"  {fact.Key} = {fact.Value ?? "null"}");
            foreach (var region in finding.Regions.Where(one => one.PolygonPx != null))
                Console.WriteLine($"  {region.Label}: {string.Join(" ", region.PolygonPx.Select(one => $"{one[0]},{one[1]}"))}");
        }
        foreach (var one in report.Unchecked)
            Console.WriteLine($"not checked, {one.Why}: {one.Check}");
        return 0;
    }
}
