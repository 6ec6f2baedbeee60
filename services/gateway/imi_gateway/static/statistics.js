// The chart, drawn from the table beneath it, again whenever the table changes.
"use strict";

const colours = { green: "#00775a", yellow: "#b07400", red: "#d7003d", "": "#7d8088" };
let chart = null;

function draw() {
  const place = document.getElementById("chart");
  if (!place || typeof echarts === "undefined") return;
  if (chart) chart.dispose();
  const rows = [...document.querySelectorAll("#scores tbody tr")].map((row) => row.dataset);
  const narrow = place.clientWidth < 500;
  const axis = { type: "category", data: rows.map((row) => row.country), axisLabel: { rotate: narrow ? 60 : 30, color: "#191d26" } };
  chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    aria: { enabled: true },
    grid: { left: 8, right: 8, top: 48, bottom: 8, containLabel: true },
    legend: { top: 0, textStyle: { color: "#191d26" } },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => (value ?? "–").toLocaleString(document.documentElement.lang) },
    xAxis: axis,
    yAxis: [
      { type: "value", minInterval: 1, axisLabel: { color: "#191d26" } },
      { type: "value", minInterval: 1, max: (range) => Math.max(1, Math.ceil(range.max)), splitLine: { show: false }, axisLabel: { color: "#191d26" } },
    ],
    series: [
      { name: place.dataset.received, type: "bar", itemStyle: { color: "#0e47cb" }, barMaxWidth: 28, data: rows.map((row) => Number(row.received)) },
      {
        name: place.dataset.days, type: "bar", yAxisIndex: 1, barMaxWidth: 28, itemStyle: { color: "#fc0" },
        data: rows.map((row) => (row.days === "" ? null : Number(row.days))),
      },
    ],
  });
}

window.addEventListener("resize", () => chart && chart.resize());
document.addEventListener("htmx:afterSettle", (event) => event.target.id === "scoreboard" && draw());
draw();
