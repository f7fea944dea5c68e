// Print the values of every cell of a workbook as SheetJS reads them: {sheet: {A1: value}}.
// node sheetjs.cjs WORKBOOK; the npm package xlsx must be found through NODE_PATH.
const xlsx = require("xlsx");

const book = xlsx.readFile(process.argv[2]);
const shown = {};
for (const name of book.SheetNames) {
    const cells = Object.entries(book.Sheets[name]).filter(([address, cell]) => !address.startsWith("!") && cell.v !== undefined);
    shown[name] = Object.fromEntries(cells.map(([address, cell]) => [address, cell.v]));
}
process.stdout.write(JSON.stringify(shown));
